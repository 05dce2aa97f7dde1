using LiveOps.Core.Policies;
using LiveOps.Fairness.Stores.Redis;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Policies;

public sealed class Documents_in_the_journal : PolicyStoreContract
{
    private LiveSystem _live = null!;

    internal override IPolicyStore Store => _live.Services("leaderboard").GetRequiredService<IPolicyStore>();

    internal override bool IsShared => false;

    internal override IAudit Audit => _live.Services("leaderboard").GetRequiredService<IAudit>();

    public override async ValueTask InitializeAsync() => _live = await LiveSystem.StartAsync(settings: ("SNAPSHOT_MEGABYTES", "1"));

    internal override async Task<IPolicyStore> AnotherAsync()
    {
        await _live.RestartAsync();
        return Store;
    }

    public override ValueTask DisposeAsync() => _live.DisposeAsync();
}

public abstract class Documents_in_SQL(SqlKind kind) : PolicyStoreContract
{
    private readonly List<ProgressionHost> _hosts = [];
    private SqlTestStore _database = null!;

    internal override IPolicyStore Store => _hosts[0].Services.GetRequiredService<IPolicyStore>();

    internal override IAudit Audit => _hosts[^1].Services.GetRequiredService<IAudit>();

    public override async ValueTask InitializeAsync()
    {
        _database = await SqlTestStore.CreateAsync(kind);
        await AnotherAsync();
    }

    internal override async Task<IPolicyStore> AnotherAsync()
    {
        _hosts.Add(await ProgressionHost.StartAsync(_database));
        return _hosts[^1].Services.GetRequiredService<IPolicyStore>();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (ProgressionHost host in _hosts)
            await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class Documents_in_MySQL() : Documents_in_SQL(SqlKind.MySql);

public sealed class Documents_in_PostgreSQL() : Documents_in_SQL(SqlKind.Postgres);

public class Documents_in_Redis : PolicyStoreContract
{
    private readonly List<DefaultsHost> _hosts = [];

    internal override IPolicyStore Store => new RedisPolicyStore(_hosts[0].Services.GetRequiredService<RedisStore>(), RedisReplica.Kept);

    internal override IAudit Audit =>
        new RedisAudit(_hosts[^1].Services.GetRequiredService<RedisStore>(), RedisReplica.Kept, TimeProvider.System, PlayerKeys.OwnAudit, PlayerKeys.AllAudits);

    private protected RedisServer Server { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Server = await StartAsync();
        await AnotherAsync();
    }

    internal override async Task<IPolicyStore> AnotherAsync()
    {
        _hosts.Add(await DefaultsHost.StartAsync(null, builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", Server.Url)]);
            builder.AddRedis();
        }));
        return new RedisPolicyStore(_hosts[^1].Services.GetRequiredService<RedisStore>(), RedisReplica.Kept);
    }

    [Fact]
    public async Task What_a_lost_Redis_had_is_written_back_by_whoever_knows_it()
    {
        IPolicyStore store = await AnotherAsync();
        await MakeAsync(store, "{}"u8.ToArray(), "x");
        PolicyHistory known = await store.ReadAsync("boards", PolicyHistory.Empty, CancellationToken.None);
        await store.TextAsync("boards", 1, CancellationToken.None);
        await Server.FlushAsync();
        Assert.Same(known, await store.ReadAsync("boards", known, CancellationToken.None));
        IPolicyStore other = await AnotherAsync();
        Assert.Equal(known.Versions.ToArray(), (await other.ReadAsync("boards", PolicyHistory.Empty, CancellationToken.None)).Versions.ToArray());
        Assert.Equal("{}"u8.ToArray(), PolicyText.Unpack((await other.TextAsync("boards", 1, CancellationToken.None))!));
        Assert.NotNull(await MakeAsync(other, "{}"u8.ToArray(), "again"));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (DefaultsHost host in _hosts)
            await host.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<RedisServer> StartAsync() => RedisServer.StartAsync();
}

public sealed class Documents_in_a_Redis_Cluster : Documents_in_Redis
{
    private protected override Task<RedisServer> StartAsync() => RedisServer.StartClusterAsync();
}
