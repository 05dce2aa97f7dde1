namespace LiveOps.Progression;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class ProgressionExtensions
{
    /// <summary>Registers the service.</summary>
    public static void AddProgression(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapProgression(this WebApplication app)
    {
    }
}
