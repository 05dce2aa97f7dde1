namespace LiveOps.Leaderboard;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class LeaderboardExtensions
{
    /// <summary>Registers the service.</summary>
    public static void AddLeaderboard(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapLeaderboard(this WebApplication app)
    {
    }
}
