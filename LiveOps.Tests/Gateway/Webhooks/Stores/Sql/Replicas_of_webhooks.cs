using System.Collections.Concurrent;
using LiveOps.Core.Audit;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Fairness.Stores.Redis;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Gateway.Webhooks.Stores.Sql;

/// <summary>Replicas of the webhooks on one database: each comes to the same, one sends, and who has lost the right to changes nothing.</summary>
public sealed partial class Replicas_of_webhooks(RedisPlace place) : IAudit, IClassFixture<RedisPlace>, IAsyncDisposable
{
    private const long Start = 1000 * TimeSpan.TicksPerDay;

    private static readonly SecretBox Box = new([new byte[32]]);

    private readonly ConcurrentQueue<AuditEntry> _noted = [];
    private readonly List<WebApplication> _apps = [];
    private readonly ManualClock _clock = new();
    private SqlTestDatabase _database = null!;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_one_does_the_other_knows_and_one_that_starts_later_too(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        (WebhookReplica other, WebhookState ofOther) = Replica();
        var made = (PutResult)(await PutAsync(one, "game"))!;
        Assert.Null(made.Before);
        var changed = (PutResult)(await PutAsync(other, "game"))!;
        Assert.NotNull(changed.Before);
        Assert.Equal(["make", "change"], _noted.DistinctBy(entry => entry.Token).Select(entry => entry.Action)); // noted twice is there once

        await one.LeaseAsync(default);
        await TellAsync(one, 10, Level("ada", 2), Level("bob", 2));
        await other.CatchUpAsync(default);
        Assert.Equal([("game", 2)], ofOther.List().Select(hook => (hook.Webhook.Id, hook.Pending)));
        Assert.Equal(Saved(ofOne), Saved(ofOther));
        (WebhookReplica later, WebhookState ofLater) = Replica();
        await later.CatchUpAsync(default);
        Assert.Equal(Saved(ofOne), Saved(ofLater));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task One_sends_and_another_when_it_is_silent_and_what_the_former_says_then_is_not_taken(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        (WebhookReplica other, WebhookState ofOther) = Replica();
        await PutAsync(one, "game");
        await one.LeaseAsync(default);
        await other.LeaseAsync(default);
        Assert.True(one.Sends);
        Assert.False(other.Sends);
        await TellAsync(one, 10, Level("ada", 2));
        Delivery taken = Assert.Single(ofOne.TakeDue("game", Start + TimeSpan.TicksPerDay, 8));

        await one.LeaveAsync(default); // as after its time
        await other.LeaseAsync(default);
        Assert.True(other.Sends);
        Assert.Null(await SettleAsync(one, taken, 204));
        Assert.Null(await one.ExecuteAsync(WebhookEntry.Of(new NoticeBatch("progression", 99, [Level("eve", 2)]))));
        Delivery again = Assert.Single(ofOther.TakeDue("game", Start + TimeSpan.TicksPerDay, 8));
        Assert.Equal(taken.Id, again.Id);
        Assert.Equal(DeliveryStatus.Delivered, ((SettleResult)(await SettleAsync(other, again, 204))!).Delivery!.Status);

        // When the first sends again, nothing is in its hand any more, and nothing comes twice.
        await other.LeaveAsync(default);
        await one.LeaseAsync(default);
        Assert.True(one.Sends);
        Assert.Empty(ofOne.TakeDue("game", Start + TimeSpan.TicksPerDay, 8));
        await TellAsync(one, 10, Level("ada", 2));
        Assert.Equal(0, ofOne.Find("game")!.Value.Pending);
        Assert.Equal(Saved(ofOther), await SavedAsync(other, ofOther));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_snapshot_takes_the_place_of_the_log_and_who_missed_it_loads_it(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        (WebhookReplica other, WebhookState ofOther) = Replica();
        await PutAsync(one, "game");
        await other.CatchUpAsync(default);
        await one.LeaseAsync(default);
        byte[] data = [.. "{\"much\":\""u8, .. Enumerable.Repeat((byte)'x', 15_000), .. "\"}"u8];
        for (int number = 0; number < 300; number += 50)
        {
            await Task.WhenAll(Enumerable.Range(number, 50).Select(n => one.ExecuteAsync(WebhookEntry.Of(new NoticeBatch(
                "progression", 10 + n, [new Notice(NoticeType.LevelReached, "progression", $"p{n}", Start, data)])))));
        }

        await one.KeepAsync(default);
        Assert.Equal((0, true), await LogAsync());
        await PutAsync(one, "another");
        Assert.Equal(Saved(ofOne), await SavedAsync(other, ofOther));
        Assert.Equal(300, ofOther.Find("game")!.Value.Pending);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Who_was_erased_leaves_the_log_within_minutes(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        await PutAsync(one, "game");
        await one.LeaseAsync(default);
        await TellAsync(one, 10, Level("ada", 2), Level("bob", 2), new Notice(NoticeType.PlayerForgotten, "progression", "ada", Start, "{}"u8.ToArray()));
        await one.KeepAsync(default);
        Assert.Equal((4, false), await LogAsync());
        _clock.Advance(TimeSpan.FromMinutes(5));
        await one.KeepAsync(default);
        Assert.Equal((0, true), await LogAsync());
        Assert.Equal(1, ofOne.Find("game")!.Value.Pending);

        await TellAsync(one, 50, Level("bob", 3));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await one.KeepAsync(default);
        Assert.Equal((1, true), await LogAsync()); // nobody was erased since
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Secrets_are_sealed_wherever_they_lie_and_opened_by_whoever_has_the_key(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        byte[] secret = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];
        await one.ExecuteAsync(WebhookEntry.Of(Audit(), WebhookCommand.Put("game", new WebhookWish("https://example.com/", NoticeTypes.Any, true, ""), Box.Seal(secret), Start)));
        Assert.Equal(-1, Saved(ofOne).AsSpan().IndexOf(secret));
        byte[] kept = ofOne.Find("game")!.Value.Webhook.Secrets[0].Bytes;
        Assert.Equal(secret, Box.Open(kept));
        Assert.Null(new SecretBox([[.. Enumerable.Repeat((byte)7, 32)]]).Open(kept));
        Assert.Equal(secret, new SecretBox([[.. Enumerable.Repeat((byte)7, 32)], new byte[32]]).Open(kept));
        kept[^1] ^= 1;
        Assert.Null(Box.Open(kept));

        var keyless = new SqlWebhooks(ofOne, one, place.Shared, new SecretBox(), _clock);
        Assert.Equal("webhooks", (await Assert.ThrowsAsync<StoreUnavailableException>(() => keyless.RotateAsync("game", secret, 0, Audit()))).Store);
    }

    ValueTask<AuditPage?> IAudit.PageAsync(AuditQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    Task IAudit.NoteAsync(AuditEntry entry, CancellationToken cancellation)
    {
        _noted.Enqueue(entry);
        return Task.CompletedTask;
    }

    Task IAudit.ForgetAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication app in _apps)
            await app.DisposeAsync();
    }

    private static Notice Level(string player, int level) => new(NoticeType.LevelReached, "progression", player, Start + level, "{}"u8.ToArray());

    private static AuditEntry Audit() => new(Start, "otto", AuditKinds.Webhook, "make") { Token = Random.Shared.NextInt64() };

    private static Task<object?> PutAsync(WebhookReplica replica, string id) => replica.ExecuteAsync(
        WebhookEntry.Of(Audit(), WebhookCommand.Put(id, new WebhookWish("https://example.com/", NoticeTypes.Any, true, ""), Box.Seal(new byte[32]), Start)));

    private static Task<object?> SettleAsync(WebhookReplica replica, Delivery delivery, int status) => replica.ExecuteAsync(
        WebhookEntry.OfAttempt(WebhookCommand.Settle("game", delivery.Id, new AttemptResult(new Attempt(Start, 1, status, ""), delivery.Attempts + 1, 0, 0.5, TimeSpan.TicksPerDay, 0))));

    private static async Task TellAsync(WebhookReplica replica, long first, params Notice[] notices)
    {
        for (int i = 0; i < notices.Length; i++)
            Assert.NotNull(await replica.ExecuteAsync(WebhookEntry.Of(new NoticeBatch("progression", first + 10 * i, [notices[i]]))));
    }

    private static byte[] Saved(WebhookState state)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        state.Save(writer);
        return stream.ToArray();
    }

    private static async Task<byte[]> SavedAsync(WebhookReplica replica, WebhookState state)
    {
        await replica.CatchUpAsync(default);
        return Saved(state);
    }

    private async Task<(int Rows, bool HasSnapshot)> LogAsync()
    {
        (WebhookHead head, List<WebhookRow> rows) = await new WebhookJournal(Database()).ReadAsync(0, default);
        return (rows.Count, head.Snapshot > 0);
    }

    private (WebhookReplica Replica, WebhookState State) Replica()
    {
        var state = new WebhookState(box: Box);
        return (new WebhookReplica(state, new WebhookJournal(Database()), this, _clock) { Lease = TimeSpan.FromHours(1) }, state); // by the database's clock: no test is that slow
    }

    private SqlDatabase<GatewayContext> Database()
    {
        WebApplicationBuilder builder = Builder();
        builder.AddSqlDatabase<GatewayContext>("gateway");
        _apps.Add(builder.Build());
        return _apps[^1].Services.GetRequiredService<SqlDatabase<GatewayContext>>();
    }

    private async Task MigrateAsync(SqlKind kind)
    {
        _database = await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync();
        await Builder().MigrateSqlAsync<GatewayContext>("gateway", TestContext.Current.CancellationToken);
        await Builder().MigrateSqlAsync<GatewayContext>("gateway", TestContext.Current.CancellationToken);
    }

    private WebApplicationBuilder Builder()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(_database.Settings("gateway").Concat([("BUS_KIND", "redis")]).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.AddServiceDefaults("gateway");
        return builder;
    }
}
