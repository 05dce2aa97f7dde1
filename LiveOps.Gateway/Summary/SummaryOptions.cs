using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Summary;

/// <summary>Where the summary asks, and how long.</summary>
internal static class SummaryOptions
{
    /// <summary>The services asked; also the names of the HTTP clients.</summary>
    public static readonly string[] Services = ["progression", "leaderboard", "fairness"];

    private const int MaxAnswerBytes = 1 << 20;

    public static void AddSummary(this WebApplicationBuilder builder)
    {
        TimeSpan timeout = TimeSpan.FromMilliseconds(builder.Configuration.GetWhole("SUMMARY_TIMEOUT_MS", 1000, 10, 60_000));
        foreach (string service in Services)
        {
            builder.Services.AddHttpClient(service, client =>
            {
                client.BaseAddress = new Uri(builder.Configuration[$"services:{service}:http:0"] ?? $"http://{service}");
                client.Timeout = timeout;
                client.MaxResponseContentBufferSize = MaxAnswerBytes;
            });
        }
    }
}
