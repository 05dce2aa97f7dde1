using LiveOps.Core.Notices;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;
using StackExchange.Redis;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>From the database, where notices are written with their cause, to where a gateway takes them.</summary>
public sealed class Notices_on_their_way(RedisPlace place) : IClassFixture<RedisPlace>, IAsyncDisposable
{
    private static readonly NoticeQueue Queue = NoticeQueue.Progression;

    private readonly IMetricFactory _metrics = Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry());
    private readonly ManualClock _clock = new();
    private WebApplication? _app;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task They_are_there_once_until_they_were_taken_and_come_again_where_Redis_has_lost_them_but_not_what_was_erased(SqlKind kind)
    {
        place.Clear();
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        SqlDatabase<ProgressContext> database = Database(store);
        using var wanted = new WantedNotices("progression", place.Shared, _metrics, _clock);
        using SqlNoticeTeller<ProgressContext> teller = Teller(database, wanted, place.Shared);
        NoticeBuffer buffer = Buffer();
        buffer.Add(NoticeType.LevelReached, "ada", 1, _ => { });
        buffer.Add(NoticeType.LevelReached, "bob", 1, _ => { });
        await WriteAsync(database, NoticeSteps.Write(buffer));
        Assert.True(await teller.TellAsync(TestContext.Current.CancellationToken));
        await teller.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["LevelReached ada", "LevelReached bob"], await ThereAsync());

        place.Clear();
        await WriteAsync(database, NoticeSteps.Erase(buffer, "ada", 2)); // it has its number, and is not there
        await teller.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["LevelReached bob", "PlayerForgotten ada"], await ThereAsync());

        long last = await store.Database.CountAsync("SELECT max(number) FROM notices");
        place.Clear();
        await place.Shared.RunAsync("test", redis => redis.StringSetAsync(Queue.Taken, last));
        await teller.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await store.Database.CountAsync("SELECT count(*) FROM notices"));
        Assert.Empty(await ThereAsync());
        Assert.False(await teller.TellAsync(TestContext.Current.CancellationToken));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_waits_is_deleted_where_nobody_was_heard_of_for_an_hour(SqlKind kind)
    {
        place.Clear();
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        SqlDatabase<ProgressContext> database = Database(store);
        using var wanted = new WantedNotices("progression", place.Shared, _metrics, _clock);
        using SqlNoticeTeller<ProgressContext> teller = Teller(database, wanted, place.Shared);
        NoticeBuffer buffer = Buffer();
        buffer.Add(NoticeType.LevelReached, "ada", 1, _ => { });
        await WriteAsync(database, NoticeSteps.Write(buffer));
        await teller.TellAsync(TestContext.Current.CancellationToken);
        await wanted.LookAsync();
        Assert.False(wanted.IsHeard);
        _clock.UtcNow += TimeSpan.FromMinutes(59);
        await teller.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await store.Database.CountAsync("SELECT count(*) FROM notices"));
        _clock.UtcNow += TimeSpan.FromMinutes(1);
        await teller.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await store.Database.CountAsync("SELECT count(*) FROM notices"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task While_Redis_is_away_no_more_are_written_than_there_is_room_for(SqlKind kind)
    {
        SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        SqlDatabase<ProgressContext> database = Database(store);
        using RedisStore away = Away();
        using var wanted = new WantedNotices("progression", away, _metrics, _clock);
        using SqlNoticeTeller<ProgressContext> teller = Teller(database, wanted, away);
        NoticeBuffer buffer = Buffer();
        buffer.Add(NoticeType.LevelReached, "ada", 1, _ => { });
        await WriteAsync(database, NoticeSteps.Write(buffer));
        for (int rows = 1; rows < NoticeOutbox.Most; rows *= 2)
            await store.Database.ExecuteAsync("INSERT INTO notices (number, player, content) SELECT number, player, content FROM notices");
        Assert.False(IsFull(wanted));
        await teller.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => IsFull(wanted), () => "there is always room");
        await teller.StopAsync(TestContext.Current.CancellationToken);

        await store.Database.ExecuteAsync("DELETE FROM notices");
        await teller.CountAsync(TestContext.Current.CancellationToken);
        Assert.False(IsFull(wanted));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static NoticeBuffer Buffer() => new("progression", NoticeTypes.Any, isHeard: true);

    private static bool IsFull(WantedNotices wanted)
    {
        NoticeBuffer buffer = wanted.Begin();
        buffer.Add(NoticeType.LevelReached, "eve", 1, _ => { });
        return buffer.Notices.Count == 0;
    }

    private static Task<int> WriteAsync(SqlDatabase<ProgressContext> database, (string Statement, SqlInput Input)[] steps) =>
        database.TransactAsync("test", unit => unit.ExecuteAsync(steps), TestContext.Current.CancellationToken);

    private static RedisStore Away() => new(
        new RedisConnection(() => throw new StoreUnavailableException(RedisStore.Name, "is away"), NullLogger<RedisConnection>.Instance, spans: null),
        TimeSpan.FromMinutes(1), durations: null, TimeProvider.System);

    private async Task<string[]> ThereAsync()
    {
        RedisValue[] there = await place.Shared.RunAsync("test", redis => redis.SortedSetRangeByRankAsync(Queue.Key));
        return [.. there.Select(member => NoticeQueue.Read(member!)).Select(notice => $"{notice.Type} {notice.Subject}")];
    }

    private SqlNoticeTeller<ProgressContext> Teller(SqlDatabase<ProgressContext> database, WantedNotices wanted, RedisStore redis) =>
        new(Queue, wanted, database, redis, _clock, NullLogger<SqlNoticeTeller<ProgressContext>>.Instance);

    private SqlDatabase<ProgressContext> Database(SqlTestStore store)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(store.Settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults("progression");
        builder.AddSqlDatabase<ProgressContext>("progression");
        _app = builder.Build();
        return _app.Services.GetRequiredService<SqlDatabase<ProgressContext>>();
    }
}
