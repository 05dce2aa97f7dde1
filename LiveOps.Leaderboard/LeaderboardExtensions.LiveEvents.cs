using LiveOps.Core.Policies;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Cluster;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.Leaderboard.Stores.LiveEvents;
using LiveOps.Leaderboard.Stores.Memory;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard;

/// <content>What live events need.</content>
public static partial class LeaderboardExtensions
{
    private static void AddLiveEvents(this WebApplicationBuilder builder)
    {
        // Entering is signed. A service of before has no secret: it runs on, and lets nobody in.
        if (builder.Configuration["HMAC_SECRET"] is { Length: > 0 } || builder.Configuration.GetSection("Signing:Keys").GetChildren().Any())
            builder.AddRequestSigning();
        builder.Services.AddPolicyDocument(Documents.LiveEvents, typeof(LeaderboardExtensions).Assembly, LiveEventsReader.Read);
    }

    private static void AddMemoryLiveEvents(this IServiceCollection services)
    {
        services.AddPolicyFile(
            Documents.LiveEvents.Name, Documents.LiveEvents.File, typeof(LeaderboardExtensions).Assembly, LiveEventsReader.Read, provider => JournaledFile.LastGood(provider.GetRequiredService<LeaderboardState>().LiveEvents));
        services.AddSingleton(provider => new JournalPolicyStores(new Dictionary<string, IPolicyStore>(StringComparer.Ordinal)
        {
            [Documents.Boards.Name] = Store(provider, state => state.Document, (now, command) => Commands.Document(now, command)),
            [Documents.Leagues.Name] = Store(provider, state => state.LeaguesDocument, (now, command) => Commands.Leagues(now, command)),
            [Documents.LiveEvents.Name] = Store(provider, state => state.LiveEvents, (now, command) => Commands.LiveEvents(now, command)),
        }));
        services.AddSingleton(provider => Versions(provider, provider.GetRequiredService<JournalPolicyStores>()));
        services.AddSingleton<LiveEventNews>();
        services.AddSingleton<IPolicyStore>(provider => new SayingPolicyStore(provider.GetRequiredService<JournalPolicyStores>(), provider.GetRequiredService<LiveEventNews>()));
        services.AddSingleton<MemoryLiveEvents>();
        services.AddSingleton<ILiveEventStore>(provider => provider.GetRequiredService<MemoryLiveEvents>());
        services.AddSingleton<IPolicyEffects<LiveEventsPolicy>>(provider => provider.GetRequiredService<MemoryLiveEvents>());
        services.AddSingleton<IPolicyObjections<LiveEventsPolicy>>(provider => provider.GetRequiredService<MemoryLiveEvents>());
        services.AddHostedService<LiveEventsInForce>();
    }

    private static void AddClusterLiveEvents(this IServiceCollection services)
    {
        services.AddPolicyFile(Documents.LiveEvents.Name, Documents.LiveEvents.File, typeof(LeaderboardExtensions).Assembly, LiveEventsReader.Read, _ => []);
        services.AddSharedPolicies(Documents.LiveEvents, LiveEventsReader.Read, (provider, events) => provider.GetRequiredService<ClusterLiveEvents>().Knowing(events));
        services.AddSingleton(provider => new SqlPolicyStore<LeaderboardContext>(
            provider.GetRequiredService<SqlDatabase<LeaderboardContext>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<WantedNotices>(),
            new Dictionary<string, long>(StringComparer.Ordinal) { [Documents.LiveEvents.Name] = ConfirmedPolicyStore.Lead }));
        services.AddSingleton<MultipliersSaid>();
        services.AddSingleton(provider => Versions(provider, provider.GetRequiredService<SqlPolicyStore<LeaderboardContext>>()));
        services.AddSingleton<LiveEventNews>();
        services.AddSingleton<IPolicyStore>(provider => new ConfirmedPolicyStore(
            provider.GetRequiredService<SqlPolicyStore<LeaderboardContext>>(), provider.GetRequiredService<LiveEventNews>(), provider.GetRequiredService<MultipliersSaid>(), provider.GetRequiredService<TimeProvider>()));
        // Files are asked about while they are made, and what is asked needs others: so what is in force is looked up when it is needed.
        services.AddSingleton(provider => new ClusterEffects(
            provider.GetRequiredService<Catalogues>(), provider.GetRequiredService<SqlDatabase<LeaderboardContext>>(), provider.GetRequiredService<IPolicies<LiveEventsPolicy>>, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClusterLiveEvents(
            provider.GetRequiredService<SqlDatabase<LeaderboardContext>>(), provider.GetRequiredService<Catalogues>(), provider.GetRequiredService<SharedRanks>(), provider.GetRequiredService<ClusterArchives>(),
            provider.GetRequiredService<ClusterEffects>(), provider.GetRequiredService<LiveEventVersions>(), provider.GetRequiredService<IPolicies<LeaderboardPolicy>>,
            provider.GetRequiredService<ClusterSettings>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EntrantsSweep>();
        services.AddSingleton<ILiveEventStore>(provider => provider.GetRequiredService<ClusterLiveEvents>());
        services.AddSingleton<IPolicyEffects<LiveEventsPolicy>>(provider => provider.GetRequiredService<ClusterLiveEvents>());
        services.AddSingleton<IPolicyObjections<LiveEventsPolicy>>(provider => provider.GetRequiredService<ClusterLiveEvents>());
    }

    private static LiveEventVersions Versions(IServiceProvider provider, IPolicyStore store) => new(store, provider.GetRequiredService<ILogger<LiveEventVersions>>());
}
