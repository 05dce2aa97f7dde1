using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Endpoints;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores;
using LiveOps.Leaderboard.Stores.Cluster;
using LiveOps.Leaderboard.Stores.Cluster.Applying;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Closing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.Leaderboard.Stores.Live;
using LiveOps.Leaderboard.Stores.Memory;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard;

/// <summary>The service as a pair: what it registers and what it maps.</summary>
public static partial class LeaderboardExtensions
{
    private const string Service = "leaderboard";

    /// <summary>Registers the service: in one process on the journal, else on SQL and Redis.</summary>
    /// <exception cref="SettingException">A setting or the policy is wrong.</exception>
    public static void AddLeaderboard(this WebApplicationBuilder builder)
    {
        builder.AddBoards();
        builder.AddBus(); // after the consumer that it is to feed
    }

    /// <summary>Brings the service's database to the schema that it needs.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Task MigrateLeaderboardAsync(this WebApplicationBuilder builder, CancellationToken cancellation = default) =>
        builder.MigrateSqlAsync<LeaderboardContext>(Service, cancellation);

    /// <summary>Maps its endpoints.</summary>
    public static void MapLeaderboard(this WebApplication app)
    {
        app.MapBoardLists();
        app.MapBoards();
        app.MapLive();
        app.MapHistory();
        app.MapLeagues();
        app.MapLeaguePreviews();
        app.MapLiveEvents();
        app.MapOperators();
        app.MapKnown();
        app.MapPolicies();
    }

    /// <summary>Registers the service without the bus that feeds it.</summary>
    internal static void AddBoards(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Roles.Table);
        builder.Services.AddSingleton(DryRunSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<IPolicyDryRun<LeaderboardPolicy>, BoardsDryRun>();
        builder.Services.AddPolicyDocument(Documents.Boards, typeof(LeaderboardExtensions).Assembly, Read);
        builder.Services.AddPolicyDocument(Documents.Leagues, typeof(LeaderboardExtensions).Assembly, json => LeaguesReader.Read(json));
        builder.AddLiveEvents();
        if (builder.Configuration.GetBusKind() == BusKind.Embedded)
            builder.AddMemoryBoards();
        else
            builder.AddClusterBoards();
        builder.Services.AddSingleton(LiveSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<LiveFeeds>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<LiveFeeds>());
    }

    private static LeaderboardPolicy Read(byte[] json) => LeaderboardPolicyReader.ReadNew(json);

    private static void AddMemoryBoards(this WebApplicationBuilder builder)
    {
        DedupeSettings dedupe = DedupeSettings.Read(builder.Configuration);
        IServiceCollection services = builder.Services;
        services.AddSingleton(provider => new LeaderboardState(new RecentEvents(dedupe.Remember, dedupe.Capacity), provider.GetRequiredService<AuditSettings>().NewTrail()));
        services.AddSingleton<IJournaledState>(provider => provider.GetRequiredService<LeaderboardState>());
        services.AddPolicyFile(Documents.Boards.Name, Documents.Boards.File, typeof(LeaderboardExtensions).Assembly, Read, provider => JournaledFile.LastGood(provider.GetRequiredService<LeaderboardState>().Document));
        services.AddMemoryLiveEvents();
        services.AddSingleton<IAudit>(provider => new JournalAudit(
            () => provider.GetRequiredService<LeaderboardState>().Audit,
            command => provider.GetRequiredService<ICommandLog>().ExecuteAsync(LeaderboardState.ConsumerName, Commands.Audited(provider.GetRequiredService<TimeProvider>().Now(), command))));
        services.AddMemoryLeagues();
        services.AddSingleton<MemoryEffects>();
        services.AddSingleton<IPolicyEffects<LeaderboardPolicy>>(provider => provider.GetRequiredService<MemoryEffects>());
        services.AddSingleton<IPolicyObjections<LeaderboardPolicy>>(provider => provider.GetRequiredService<MemoryEffects>());
        services.AddSingleton<IBoardStore, MemoryBoardStore>();
        services.AddSingleton<IBoardSurvey, MemorySurvey>();
        services.AddSingleton<IKnownPlayers, MemoryKnownPlayers>();
        services.AddMemoryTables();
        services.AddHostedService<LeaderboardMetrics>();
        services.AddHostedService<PolicyInForce>();
        services.AddHostedService<LeaguesInForce>();
        services.AddHostedService<LeaderboardClock>();
        services.AddHostedService<RewardTeller>();
        services.AddSingleton(provider => provider.GetRequiredService<LeaderboardState>().Outbox);
        services.AddHostedService<NoticeTeller>();
    }

    private static JournalPolicyStore Store<T>(IServiceProvider provider, Func<LeaderboardState, JournaledPolicy<T>> document, Func<long, byte[], byte[]> told) where T : class => new(
        () => document(provider.GetRequiredService<LeaderboardState>()).Ledger,
        () => document(provider.GetRequiredService<LeaderboardState>()).Latest,
        (command, audit, cancellation) =>
        {
            long now = provider.GetRequiredService<TimeProvider>().Now();
            byte[] change = told(now, command);
            return provider.GetRequiredService<ICommandLog>().ExecuteAsync(
                LeaderboardState.ConsumerName, audit is null ? change : Commands.Audited(now, AuditedCommand.Of(audit, change)), cancellation);
        });

    private static void AddClusterBoards(this WebApplicationBuilder builder)
    {
        builder.AddSqlDatabase<LeaderboardContext>(Service);
        builder.AddRedis();
        IServiceCollection services = builder.Services;
        services.AddSqlNotices<LeaderboardContext>(Service, NoticeQueue.Leaderboard);
        services.AddPolicyFile<LeaderboardPolicy, SqlLastGoodPolicy<LeaderboardContext>>(Documents.Boards.Name, Documents.Boards.File, typeof(LeaderboardExtensions).Assembly, Read);
        services.AddClusterLiveEvents();
        services.AddSingleton<IAudit, SqlAudit<LeaderboardContext>>();
        services.AddSharedPolicies(
            Documents.Boards, json => LeaderboardPolicyReader.Read(json), (provider, boards) => new PoliciesOverEvents(boards, provider.GetRequiredService<IPolicies<LiveEventsPolicy>>()));
        services.AddSingleton<IPolicyEffects<LeaderboardPolicy>>(provider => provider.GetRequiredService<ClusterEffects>());
        services.AddSingleton<IPolicyObjections<LeaderboardPolicy>>(provider => provider.GetRequiredService<ClusterEffects>());
        services.AddSingleton(ClusterSettings.Read(builder.Configuration)).AddSingleton(HeldSettings.Read(builder.Configuration));
        services.AddSingleton<Catalogues>().AddSingleton<Gate>().AddSingleton<ClusterCounts>();
        services.AddSingleton<Periods>().AddSingleton<Players>().AddSingleton<OwedRanks>();
        services.AddSingleton<SharedRanks>().AddSingleton<HeldRanks>().AddSingleton<RankedPlayers>().AddSingleton<RankPages>();
        services.AddSingleton<StoredRanks>().AddSingleton<RankRebuilds>().AddSingleton<RankReconciles>().AddSingleton<RankWatch>();
        services.AddSingleton<ClusterArchives>().AddSingleton<Closer>().AddSingleton<EarlyCloser>().AddSingleton<Archiver>().AddSingleton<BoardDrops>().AddSingleton<Keeping>().AddSingleton<RewardsTold>().AddSingleton<LiveEventsTold>();
        services.AddSingleton<IBoardStore, ClusterBoardStore>();
        services.AddClusterLeagues();
        services.AddSingleton<IBoardSurvey, ClusterSurvey>();
        services.AddSingleton<IKnownPlayers, ClusterKnownPlayers>();
        services.AddSingleton<IBusConsumer, ScoreConsumer>();
        services.AddSingleton<ClusterClock>();
        services.AddHostedService<ClusterMetrics>();
        services.AddHostedService(provider => provider.GetRequiredService<RankRebuilds>());
        services.AddHostedService(provider => provider.GetRequiredService<RankWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<HeldRanks>());
        services.AddHostedService(provider => provider.GetRequiredService<ClusterClock>());
    }
}
