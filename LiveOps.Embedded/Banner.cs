using LiveOps.ServiceDefaults.Logging;

namespace LiveOps.Embedded;

/// <summary>
/// What the system says of itself: a page for people, or, where logs are JSON and a program reads them, a line like every other.
/// </summary>
internal sealed partial class Banner(EmbeddedSystem system, IConfiguration configuration)
{
    private readonly ILogger _logger = system.Services("gateway").GetRequiredService<ILoggerFactory>().CreateLogger("LiveOps.Embedded");
    private readonly bool _isJson = LogFormat.IsJson(system.Services("gateway").GetRequiredService<IConfiguration>());
    private readonly bool _isSet = LocalSecrets.IsSet(configuration, "HMAC_SECRET");

    private string SigningKey => _isSet ? "HMAC_SECRET, as set" : LocalSecrets.PathOf(system.DataFolder, "HMAC_SECRET");

    /// <summary>Once the system is ready.</summary>
    public void Ready()
    {
        if (ClusterSettings.Given(configuration) is { Length: > 0 } ofCluster)
            Log.OfCluster(_logger, string.Join(", ", ofCluster), system.DataFolder);
        if (_isJson)
            Log.Ready(_logger, system.Address("gateway"), system.Address("fairness"), system.Address("leaderboard"), system.Address("progression"), system.Address("console"), system.DataFolder, SigningKey);
        else
            System.Console.WriteLine(Page());
    }

    /// <summary>When it is told to stop.</summary>
    public void Stopping()
    {
        if (_isJson)
            Log.Stopping(_logger);
        else
            System.Console.WriteLine("Stopping: finishing requests, writing snapshots.");
    }

    private string Page()
    {
        // What the script would not find by itself.
        string gateway = system.Address("gateway").GetLeftPart(UriPartial.Authority);
        string to = gateway == "http://localhost:8080" ? "" : $"GATEWAY={gateway} ";
        string from = _isSet || system.DataFolder == Path.GetFullPath(".liveops") ? "" : $"LIVEOPS_DATA={system.DataFolder} ";
        return $"""
            LiveOps is ready.

              gateway      {system.Address("gateway")}
              fairness     {system.Address("fairness")}
              leaderboard  {system.Address("leaderboard")}
              progression  {system.Address("progression")}
              console      {system.Address("console")}

              data         {system.DataFolder}
              signing key  {SigningKey}

            Send a first event, and see it take effect:

              {to}{from}samples/send-event.sh samples/score_submitted.json
              curl {system.Address("leaderboard")}v1/leaderboards/arena/all

            Ctrl-C stops it.
            """;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Not gone by: {Settings}. They are of a cluster, and BUS_KIND is embedded: the embedded system keeps its data in {Folder} (LIVEOPS_DATA).")]
        public static partial void OfCluster(ILogger logger, string settings, string folder);

        [LoggerMessage(LogLevel.Information, "LiveOps is ready: gateway {Gateway}, fairness {Fairness}, leaderboard {Leaderboard}, progression {Progression}, console {Console}; data in {Data}, signing key {SigningKey}.")]
        public static partial void Ready(ILogger logger, Uri gateway, Uri fairness, Uri leaderboard, Uri progression, Uri console, string data, string signingKey);

        [LoggerMessage(LogLevel.Information, "LiveOps stops: it finishes requests and writes snapshots.")]
        public static partial void Stopping(ILogger logger);
    }
}
