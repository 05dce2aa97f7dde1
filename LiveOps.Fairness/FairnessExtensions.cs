namespace LiveOps.Fairness;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class FairnessExtensions
{
    /// <summary>Registers the service.</summary>
    public static void AddFairness(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapFairness(this WebApplication app)
    {
    }
}
