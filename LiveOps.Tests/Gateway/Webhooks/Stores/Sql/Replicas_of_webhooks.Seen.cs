using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Gateway.Webhooks.Stores.Sql;

/// <content>Changes of what was read.</content>
public sealed partial class Replicas_of_webhooks
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Of_two_who_change_what_they_have_read_on_two_replicas_one_does(SqlKind kind)
    {
        await MigrateAsync(kind);
        (WebhookReplica one, WebhookState ofOne) = Replica();
        (WebhookReplica other, WebhookState ofOther) = Replica();
        var made = (PutResult)(await PutAsync(one, "game"))!;
        string seen = WebhookTag.Of(made.Now!);
        await other.CatchUpAsync(default);
        Assert.Equal(seen, WebhookTag.Of(ofOther.Find("game")!.Value.Webhook));

        object?[] done = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? one : other).ExecuteAsync(
            WebhookEntry.Of(Audit(), WebhookCommand.Put("game", new WebhookWish($"https://example.com/{n}", NoticeTypes.Any, true, ""), Box.Seal(new byte[32]), Start, seen)))));

        PutResult changed = Assert.Single(done.Cast<PutResult>(), result => !result.IsStale);
        Assert.Equal(await SavedAsync(one, ofOne), await SavedAsync(other, ofOther));
        Assert.Equal(changed.Now!.Wish.Url, ofOther.Find("game")!.Value.Webhook.Wish.Url);
        Assert.Equal(["make", "change"], _noted.DistinctBy(entry => entry.Token).Select(entry => entry.Action));
    }
}
