using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Cluster;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Memory;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.Leaderboard;

/// <content>What leagues need.</content>
public static partial class LeaderboardExtensions
{
    private static void AddMemoryLeagues(this IServiceCollection services)
    {
        services.AddPolicyFile(
            Documents.Leagues.Name, Documents.Leagues.File, typeof(LeaderboardExtensions).Assembly, json => LeaguesReader.Read(json), provider => JournaledFile.LastGood(provider.GetRequiredService<LeaderboardState>().LeaguesDocument));
        services.AddSingleton<IPolicyEffects<LeaguesPolicy>, MemoryLeagueEffects>();
        services.AddSingleton<IPolicyDryRun<LeaguesPolicy>, MemoryLeaguesDryRun>();
        services.AddSingleton<ILeagueStore, MemoryLeagueStore>();
    }

    private static void AddClusterLeagues(this IServiceCollection services)
    {
        services.AddPolicyFile(Documents.Leagues.Name, Documents.Leagues.File, typeof(LeaderboardExtensions).Assembly, json => LeaguesReader.Read(json), _ => []);
        services.AddSharedPolicies(Documents.Leagues, json => LeaguesReader.Read(json));
        services.AddSingleton<LeagueRulings>().AddSingleton<LeagueSettling>().AddSingleton<PlayedLeagues>();
        services.AddSingleton<IPolicyEffects<LeaguesPolicy>, ClusterLeagueEffects>();
        services.AddSingleton<IPolicyDryRun<LeaguesPolicy>, ClusterLeaguesDryRun>();
        services.AddSingleton<ClusterLeagues>();
        services.AddSingleton<ILeagueStore>(provider => provider.GetRequiredService<ClusterLeagues>());
    }
}
