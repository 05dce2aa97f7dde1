using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness.Sql;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace LiveOps.Tests.Gateway.Webhooks.Stores.Sql;

/// <content>What is taken out of the queues.</content>
public sealed partial class Replicas_of_webhooks
{
    private static readonly NoticeQueue Queue = NoticeQueue.Progression;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_the_database_does_not_take_stays_in_the_queue_and_nothing_behind_it_goes_before(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        await PutAsync(one, "game");
        await one.LeaseAsync(default);
        await FillAsync(40, 15_000); // more than a row has: the second has six of them
        await _database.ExecuteAsync("ALTER TABLE webhook_log ADD CONSTRAINT only_small CHECK (length(content) < 200000)");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Intake(one, ofOne).TakeAsync());
        Assert.Equal((0L, 0, 40L), (ofOne.Heard("progression"), ofOne.Find("game")!.Value.Pending, await LeftAsync()));

        await _database.ExecuteAsync("ALTER TABLE webhook_log DROP CONSTRAINT only_small");
        await Intake(one, ofOne).TakeAsync();
        Assert.Equal((1040L, 40, 0L), (ofOne.Heard("progression"), ofOne.Find("game")!.Value.Pending, await LeftAsync()));
        Assert.Equal("1039", (string?)await place.Shared.RunAsync("test", database => database.StringGetAsync(Queue.Taken)));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Who_has_lost_the_right_to_send_takes_nothing_away_and_who_has_it_takes_all_once(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        (WebhookReplica other, WebhookState ofOther) = Replica();
        await PutAsync(one, "game");
        await one.LeaseAsync(default);
        await one.LeaveAsync(default); // as after its time
        await other.LeaseAsync(default);
        await FillAsync(3, 10);
        await Intake(one, ofOne).TakeAsync();
        Assert.Equal((0L, 3L), (ofOne.Heard("progression"), await LeftAsync()));
        await Intake(other, ofOther).TakeAsync();
        await FillAsync(3, 10); // as where the answer was lost that took them away
        await Intake(other, ofOther).TakeAsync();
        Assert.Equal((3, 0L), (ofOther.Find("game")!.Value.Pending, await LeftAsync()));
    }

    private NoticeIntake Intake(WebhookReplica replica, WebhookState state) => new(state, replica, place.Shared, NullLogger<NoticeIntake>.Instance);

    private async Task FillAsync(int count, int bytes)
    {
        place.Clear();
        byte[] data = [.. "{\"much\":\""u8, .. Enumerable.Repeat((byte)'x', bytes), .. "\"}"u8];
        SortedSetEntry[] entries = [.. Enumerable.Range(1000, count).Select(number => new SortedSetEntry(
            NoticeQueue.Member(number, NoticeFormat.ToBytes(new Notice(NoticeType.LevelReached, "progression", $"p{number}", Start, data))), number))];
        await place.Shared.RunAsync("test", database => database.SortedSetAddAsync(Queue.Key, entries));
    }

    private Task<long> LeftAsync() => place.Shared.RunAsync("test", database => database.SortedSetLengthAsync(Queue.Key));
}
