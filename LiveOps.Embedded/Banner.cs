namespace LiveOps.Embedded;

/// <summary>What is printed once the system is ready.</summary>
internal static class Banner
{
    public static string Of(EmbeddedSystem system, IConfiguration configuration)
    {
        bool isSet = LocalSecrets.IsSet(configuration, "HMAC_SECRET");
        string secret = isSet ? "HMAC_SECRET, as set" : LocalSecrets.PathOf(system.DataFolder, "HMAC_SECRET");

        // What the script would not find by itself.
        string gateway = system.Address("gateway").GetLeftPart(UriPartial.Authority);
        string to = gateway == "http://localhost:8080" ? "" : $"GATEWAY={gateway} ";
        string from = isSet || system.DataFolder == Path.GetFullPath(".liveops") ? "" : $"LIVEOPS_DATA={system.DataFolder} ";
        return $"""
            LiveOps is ready.

              gateway      {system.Address("gateway")}
              fairness     {system.Address("fairness")}
              leaderboard  {system.Address("leaderboard")}
              progression  {system.Address("progression")}

              data         {system.DataFolder}
              signing key  {secret}

            Send a first event, and see it take effect:

              {to}{from}samples/send-event.sh samples/score_submitted.json
              curl {system.Address("leaderboard")}v1/leaderboards/arena/all

            Ctrl-C stops it.
            """;
    }
}
