namespace LiveOps.Gateway;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class GatewayExtensions
{
    /// <summary>Registers the service.</summary>
    public static void AddGateway(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapGateway(this WebApplication app)
    {
    }
}
