namespace LiveOps.Embedded;

/// <summary>What is printed once the system is ready.</summary>
internal static class Banner
{
    public static string Of(EmbeddedSystem system, IConfiguration configuration)
    {
        string secret = LocalSecrets.IsSet(configuration, "HMAC_SECRET")
            ? "HMAC_SECRET, as set"
            : LocalSecrets.PathOf(system.DataFolder, "HMAC_SECRET");
        return $"""
            LiveOps is ready.

              gateway      {system.Address("gateway")}
              fairness     {system.Address("fairness")}
              leaderboard  {system.Address("leaderboard")}
              progression  {system.Address("progression")}

              data         {system.DataFolder}
              signing key  {secret}

            Send a first event, and see it take effect:

              samples/send-event.sh samples/score_submitted.json
              curl {system.Address("leaderboard")}v1/leaderboards/arena/all

            Ctrl-C stops it.
            """;
    }
}
