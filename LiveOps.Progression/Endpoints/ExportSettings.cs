using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Progression.Endpoints;

/// <summary>Where an export asks, and how long.</summary>
internal static class ExportSettings
{
    private const int MostBytes = 8 << 20; // several times what the services bound themselves to

    /// <summary>The name of the client that asks a service.</summary>
    public static string ClientOf(string service) => $"known by {service}";

    /// <summary>Registers what an export needs.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddExport(this WebApplicationBuilder builder)
    {
        TimeSpan timeout = TimeSpan.FromMilliseconds(builder.Configuration.GetWhole("EXPORT_TIMEOUT_MS", 5000, 10, 60_000));
        foreach (ExportPart part in ExportPart.All)
        {
            IHttpClientBuilder client = builder.Services.AddHttpClient(ClientOf(part.Service), client =>
            {
                client.BaseAddress = new Uri(builder.Configuration[$"services:{part.Service}:http:0"] ?? $"http://{part.Service}");
                client.Timeout = timeout;
                client.MaxResponseContentBufferSize = MostBytes;
            });
            client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a token goes to whom it was meant for
                ConnectTimeout = TimeSpan.FromSeconds(1),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                UseCookies = false,
            });
#pragma warning disable EXTEXP0001 // marked as under evaluation, unchanged since 9.0
            client.RemoveAllResilienceHandlers(); // the time-out is the setting's, and a part that is missing is named: whoever asks again is the retry
#pragma warning restore EXTEXP0001
        }

        builder.Services.AddSingleton<ExportParts>();
    }
}
