namespace LiveOps.AppHost.Running;

/// <summary>Aspire's dashboard, at the addresses that the launch profile gives.</summary>
internal static class Dashboard
{
    private static readonly string[] Addresses = ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];

    /// <exception cref="StartException">Something listens at one of them: most likely another run.</exception>
    public static void Require()
    {
        foreach (string setting in Addresses)
        {
            string? first = Environment.GetEnvironmentVariable(setting)?.Split(';')[0];
            if (Uri.TryCreate(first, UriKind.Absolute, out Uri? address) && address.Port != 0)
                Ports.Require(address.Port, setting);
        }
    }
}
