using LiveOps.Core.Audit;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Audit;

public abstract class Audits_in_the_journal(string service) : AuditContract
{
    private readonly ManualClock _clock = new();
    private LiveSystem _live = null!;

    internal override IAudit Audit => _live.Services(service).GetRequiredService<IAudit>();

    internal override long Now => _clock.Now();

    public override async ValueTask InitializeAsync() => _live = await LiveSystem.StartAsync(_clock);

    internal override async Task<IAudit> AnotherAsync()
    {
        await _live.RestartAsync();
        return Audit;
    }

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _live.DisposeAsync();
    }
}

public sealed class The_audit_of_the_gateway_in_the_journal() : Audits_in_the_journal("gateway");

public sealed class The_audit_of_Fairness_in_the_journal() : Audits_in_the_journal("fairness");

public sealed class The_audit_of_Progression_in_the_journal() : Audits_in_the_journal("progression");

public sealed class The_audit_of_boards_in_the_journal() : Audits_in_the_journal("leaderboard");

public abstract class Audits_in_SQL(SqlKind kind) : AuditContract
{
    private readonly List<ProgressionHost> _hosts = [];
    private SqlTestStore _database = null!;
    private long _noted = 1;

    internal override IAudit Audit => _hosts[0].Services.GetRequiredService<IAudit>();

    internal override long Now => _hosts[0].Clock.Now();

    public override async ValueTask InitializeAsync()
    {
        _database = await SqlTestStore.CreateAsync(kind);
        await AnotherAsync();
    }

    internal override async Task<IAudit> AnotherAsync()
    {
        _hosts.Add(await ProgressionHost.StartAsync(_database));
        return _hosts[^1].Services.GetRequiredService<IAudit>();
    }

    // A change that came by its time is noted by whoever sees it first, which may be late; and several are of one moment.
    [Fact]
    public async Task What_is_noted_late_stands_where_its_time_is_and_pages_miss_none_of_one_moment()
    {
        foreach (int time in (int[])[1, 5, 3, 3, 3, 2])
            await Audit.NoteAsync(Entry(time) with { Token = _noted++ }, CancellationToken.None);

        var seen = new List<int>();
        for (string? after = null; ;)
        {
            AuditPage page = (await Audit.PageAsync(new AuditQuery(1) { After = after }, CancellationToken.None))!;
            seen.AddRange(page.Entries.Select(found => found.Entry.Version));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal([5, 3, 3, 3, 2, 1], seen);
        Assert.Empty((await Audit.PageAsync(new AuditQuery(1) { After = "987654321" }, CancellationToken.None))!.Entries);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (ProgressionHost host in _hosts)
            await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class The_audit_in_MySQL() : Audits_in_SQL(SqlKind.MySql);

public sealed class The_audit_in_PostgreSQL() : Audits_in_SQL(SqlKind.Postgres);

public class The_audit_in_Redis : AuditContract
{
    private readonly List<DefaultsHost> _hosts = [];
    private readonly ManualClock _clock = new();
    private RedisServer _server = null!;

    internal override IAudit Audit => Of(_hosts[0]);

    internal override long Now => _clock.Now();

    public override async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        await AnotherAsync();
    }

    internal override async Task<IAudit> AnotherAsync()
    {
        _hosts.Add(await DefaultsHost.StartAsync(null, builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", _server.Url)]);
            builder.AddRedis();
        }));
        return Of(_hosts[^1]);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (DefaultsHost host in _hosts)
            await host.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<RedisServer> StartAsync() => RedisServer.StartAsync();

    // As Fairness has it: what is noted alone, and shards.
    private RedisAudit Of(DefaultsHost host) => new(host.Services.GetRequiredService<RedisStore>(), host.Services.GetRequiredService<AuditSettings>(), _clock, "{a}:own"u8.ToArray(), "{b}:shard"u8.ToArray(), "{c}:shard"u8.ToArray());
}

public sealed class The_audit_in_a_Redis_Cluster : The_audit_in_Redis
{
    private protected override Task<RedisServer> StartAsync() => RedisServer.StartClusterAsync();
}
