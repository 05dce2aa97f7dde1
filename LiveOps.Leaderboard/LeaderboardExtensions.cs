using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Leaderboard.Endpoints;
using LiveOps.Leaderboard.Hosting;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Memory;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Leaderboard;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static class LeaderboardExtensions
{
    /// <summary>Registers the service.</summary>
    /// <exception cref="SettingException">A setting or the policy is wrong.</exception>
    public static void AddLeaderboard(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetBusKind() != BusKind.Embedded)
            throw new SettingException("BUS_KIND: the leaderboard supports only embedded yet.");
        IServiceCollection services = builder.Services;
        RecentIds seen = DedupeSettings.Read(builder.Configuration);
        services.AddSingleton(new LeaderboardState(seen));
        services.AddSingleton<IJournaledState>(provider => provider.GetRequiredService<LeaderboardState>());
        services.AddSingleton<IBoardStore, MemoryBoardStore>();
        services.AddSingleton(provider => new PolicyFile<LeaderboardPolicy>(
            "leaderboard",
            typeof(LeaderboardExtensions).Assembly,
            json => LeaderboardPolicyReader.Read(json),
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PolicyFile<LeaderboardPolicy>>>()));
        services.AddHostedService<LeaderboardMetrics>();
        services.AddHostedService<PolicyInForce>();
        services.AddHostedService<LeaderboardClock>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapLeaderboard(this WebApplication app)
    {
        app.MapBoardLists();
        app.MapBoards();
        app.MapHistory();
        app.MapOperators();
    }
}
