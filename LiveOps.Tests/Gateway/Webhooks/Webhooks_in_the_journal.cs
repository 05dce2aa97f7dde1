using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>The gateway's state as the journal drives it: what is replayed gives the same, and what is loaded goes on.</summary>
public sealed class Webhooks_in_the_journal
{
    private const long Start = 1000 * TimeSpan.TicksPerDay;

    private readonly JournaledRequestMemory _memory = new(new RequestMemoryOptions());
    private readonly WebhookState _webhooks = new();
    private readonly GatewayJournal _journal;

    public Webhooks_in_the_journal() => _journal = new GatewayJournal(_memory, _webhooks);

    [Fact]
    public void Notices_that_come_again_under_their_numbers_are_delivered_once_and_only_to_who_wants_them()
    {
        Put("levels", NoticeTypes.Bit(NoticeType.LevelReached));
        Put("all", NoticeTypes.Any);
        Assert.Equal(NoticeTypes.Any, _webhooks.Wanted);
        Tell(1, Level("ada", 2), Level("ada", 3));
        Tell(2, Level("ada", 3), new Notice(NoticeType.PlayerFlagged, "progression", "ada", Start, "{}"u8.ToArray()));
        Assert.Equal([("all", 3), ("levels", 2)], _webhooks.List().Select(one => (one.Webhook.Id, one.Pending)));
    }

    [Fact]
    public void A_receiver_that_takes_nothing_for_days_is_disabled_by_policy_and_one_that_is_gone_at_once()
    {
        Put("failing", NoticeTypes.Any);
        Put("gone", NoticeTypes.Any);
        Tell(1, Level("ada", 2), Level("bob", 2));
        Settle("failing", 0, 500);
        Assert.True(_webhooks.Find("failing")!.Value.Webhook.Wish.IsEnabled);
        Settle("failing", 5 * TimeSpan.TicksPerDay, 500);
        Settle("gone", 0, 410);
        Assert.Equal([Webhook.Failing, Webhook.Gone], _webhooks.List().Select(one => one.Webhook.DisabledBy));
        Assert.Equal(0UL, _webhooks.Wanted);
        Assert.Equal(["disable", "disable"], _memory.Audit.Page(new AuditQuery(10) { Kind = "disable", Operator = AuditEntry.ByPolicy })!.Entries.Select(entry => entry.Entry.Action));

        // Who enables it begins anew, with what waited.
        Put("gone", NoticeTypes.Any);
        Assert.Equal(("", 0L, 2), (Find("gone").Webhook.DisabledBy, Find("gone").Webhook.FailingSince, Find("gone").Pending));
    }

    [Fact]
    public void A_snapshot_holds_all_of_it_and_one_of_the_version_before_opens()
    {
        Put("game", NoticeTypes.Any);
        _journal.Execute(GatewayJournal.Command(WebhookCommand.Rotate("game", new byte[32], Start + TimeSpan.TicksPerHour, Start)));
        Tell(1, Level("ada", 2), Level("bob", 2));
        Settle("game", 0, 500);
        var loaded = new WebhookState();
        var journal = new GatewayJournal(new JournaledRequestMemory(new RequestMemoryOptions()), loaded);
        byte[] saved = Saved(_journal);
        journal.Load(new MemoryStream(saved));
        Assert.Equal(saved, Saved(journal));
        Assert.Equal(2, loaded.Find("game")!.Value.Webhook.SecretsAt(Start).Count());
        Assert.Single(loaded.Find("game")!.Value.Webhook.SecretsAt(Start + TimeSpan.TicksPerHour));
        Assert.Single(loaded.TakeDue("game", Start + TimeSpan.TicksPerSecond, 8)); // the other waits for its next attempt

        var body = new MemoryStream();
        _memory.Save(body);
        byte[] former = body.ToArray();
        former[0] = 4;
        var opened = new WebhookState();
        new GatewayJournal(new JournaledRequestMemory(new RequestMemoryOptions()), opened).Load(new MemoryStream(former));
        Assert.Empty(opened.List());
    }

    [Fact]
    public void A_webhook_s_tag_names_what_is_said_of_it_also_after_a_restart_and_a_change_of_another_is_not_done()
    {
        Put("game", NoticeTypes.Any);
        string made = WebhookTag.Of(Find("game").Webhook);
        Tell(1, Level("ada", 2));
        Settle("game", 0, 503);
        Assert.Equal(made, WebhookTag.Of(Find("game").Webhook)); // nothing of deliveries is in it
        var loaded = new WebhookState();
        new GatewayJournal(new JournaledRequestMemory(new RequestMemoryOptions()), loaded).Load(new MemoryStream(Saved(_journal)));
        Assert.Equal(made, WebhookTag.Of(loaded.Find("game")!.Value.Webhook));

        Assert.False(Change(made).IsStale);
        string changed = WebhookTag.Of(Find("game").Webhook);
        byte[] before = Saved(_journal);
        Assert.True(Change(made).IsStale);
        Assert.True(Change("*", "none").IsStale);
        Assert.True(((PutResult)Do("rotate", WebhookCommand.Rotate("game", new byte[32], Start, Start, made))!).IsStale);
        Assert.Equal(before, Saved(_journal)); // nor is anything in the audit
        Assert.False(Change($"{made},{changed}").IsStale);
        Settle("game", TimeSpan.TicksPerSecond, 410);
        Assert.NotEqual(changed, WebhookTag.Of(Find("game").Webhook)); // its receiver is gone: it is disabled
        Assert.True(Change(changed).IsStale);

        PutResult Change(string seen, string id = "game") => (PutResult)Do("make", WebhookCommand.Put(id, new WebhookWish("https://example.com/other", NoticeTypes.Any, true, ""), new byte[32], Start, seen))!;

        object? Do(string action, byte[] command) => _journal.Execute(GatewayJournal.Audited(new AuditEntry(Start, "ada", AuditKinds.Webhook, action), command));
    }

    [Fact]
    public void An_erased_players_notices_are_gone_wherever_they_wait()
    {
        Put("game", NoticeTypes.Any);
        Tell(1, Level("ada", 2), Level("bob", 2));
        var erased = new BusMessage(BusMessageKind.PlayerErased, "ada"u8.ToArray());
        _journal.Apply([erased]);
        Assert.Equal("bob", Assert.Single(_webhooks.Deliveries("game", null, long.MaxValue, 10)).Notice.Subject);

        var outbox = new NoticeOutbox("progression");
        outbox.Apply(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Any).ToBytes()));
        outbox.Add(NoticeType.LevelReached, "ada", Start, json => json.WriteString("playerId", "ada"));
        outbox.Erase("ada");
        NoticeBatch batch = outbox.Peek(0)!;
        Assert.DoesNotContain("playerId", Encoding.UTF8.GetString(batch.ToBytes()), StringComparison.Ordinal);
        Tell(3, [.. batch.Notices]);
        Assert.Equal(1, Find("game").Pending);
    }

    [Fact]
    public void What_is_about_a_player_is_found_behind_any_number_of_notices_about_what_has_the_same_name()
    {
        Put("game", NoticeTypes.Any);
        Tell(1, [Level("boards", 2), .. Enumerable.Range(0, 5).Select(at => new Notice(NoticeType.PolicyChanged, "progression", "boards", Start + at, "{}"u8.ToArray()))]);
        Assert.Equal(6, _webhooks.Deliveries("game", null, long.MaxValue, 10, "boards").Count);
        Assert.Equal(NoticeType.LevelReached, Assert.Single(_webhooks.About("game", "boards", 3)).Notice.Type);
        Assert.Empty(_webhooks.About("none", "boards", 3));
    }

    [Fact]
    public void What_waits_in_an_outbox_leaves_when_the_bus_has_it_and_keeps_its_numbers_through_a_snapshot()
    {
        var outbox = new NoticeOutbox("progression");
        outbox.Add(NoticeType.LevelReached, "ada", Start, _ => Assert.Fail("nobody wants it"));
        outbox.Apply(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Any).ToBytes()));
        for (int i = 0; i < 3; i++)
            outbox.Add(NoticeType.LevelReached, "ada", Start + i, _ => { });
        NoticeBatch first = outbox.Peek(0)!;
        Assert.Equal((1L, 4L), (first.First, first.End));
        Assert.Equal(3, first.Notices.Select(notice => notice.Id).Distinct().Count());
        outbox.Apply(new BusMessage(BusMessageKind.Notices, new NoticeBatch("fairness", 1, first.Notices).ToBytes()));
        Assert.Equal(3, outbox.Count);
        outbox.Apply(new BusMessage(BusMessageKind.Notices, new NoticeBatch("progression", 1, [.. first.Notices.Take(2)]).ToBytes()));
        var stream = new MemoryStream();
        outbox.Save(new BinaryWriter(stream));
        var loaded = new NoticeOutbox("progression");
        stream.Position = 0;
        loaded.Load(new BinaryReader(stream));
        NoticeBatch left = loaded.Peek(0)!;
        Assert.Equal((3L, first.Notices[2].Id), (left.First, Assert.Single(left.Notices).Id));
        Assert.Null(loaded.Peek(4));
    }

    private (Webhook Webhook, int Pending) Find(string id) => _webhooks.Find(id)!.Value;

    private static Notice Level(string player, int level) => new(NoticeType.LevelReached, "progression", player, Start, Encoding.UTF8.GetBytes($$"""{"level":{{level}}}"""));

    private void Put(string id, ulong types)
    {
        var entry = new AuditEntry(Start, "ada", AuditKinds.Webhook, "make");
        var done = (PutResult)_journal.Execute(GatewayJournal.Audited(entry, WebhookCommand.Put(id, new WebhookWish("https://example.com/", types, true, ""), new byte[32], Start)))!;
        Assert.NotNull(done.Now);
    }

    private void Tell(long first, params Notice[] notices) => _journal.Apply([new BusMessage(BusMessageKind.Notices, new NoticeBatch("progression", first, notices).ToBytes())]);

    private void Settle(string id, long after, int status)
    {
        Delivery delivery = _webhooks.Deliveries(id, DeliveryStatus.Pending, long.MaxValue, 10)[^1];
        var result = new AttemptResult(new Attempt(Start + after, 0, status, ""), delivery.Attempts + 1, 0, 0.5, 5 * TimeSpan.TicksPerDay, Find(id).Webhook.Edition);
        _journal.Execute(GatewayJournal.Command(WebhookCommand.Settle(id, delivery.Id, result)));
    }

    private static byte[] Saved(GatewayJournal journal)
    {
        var stream = new MemoryStream();
        journal.Save(stream);
        return stream.ToArray();
    }
}
