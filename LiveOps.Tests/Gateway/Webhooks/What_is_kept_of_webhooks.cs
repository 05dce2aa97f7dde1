using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>Secrets, the audit, room, and what is older.</summary>
public sealed class What_is_kept_of_webhooks
{
    private const long Start = 1000 * TimeSpan.TicksPerDay, MostBytes = 4 << 20;

    private readonly JournaledRequestMemory _memory = new(new RequestMemoryOptions());
    private readonly WebhookState _webhooks = new(MostBytes);
    private readonly GatewayJournal _journal;

    public What_is_kept_of_webhooks() => _journal = new GatewayJournal(_memory, _webhooks);

    [Fact]
    public void Rotated_again_because_the_answer_was_lost_the_secret_that_the_receiver_has_still_signs()
    {
        Put("game");
        Rotate(1, Start + TimeSpan.TicksPerDay, Start);
        Rotate(2, Start + 2 * TimeSpan.TicksPerDay, Start + 1);
        Assert.Equal([0, 2], Signing(Start + TimeSpan.TicksPerDay));
        Assert.Equal([2], Signing(Start + 2 * TimeSpan.TicksPerDay));

        // Once the older one signs no more, the newest has its place.
        Rotate(3, Start + 4 * TimeSpan.TicksPerDay, Start + 3 * TimeSpan.TicksPerDay);
        Assert.Equal([2, 3], Signing(Start + 3 * TimeSpan.TicksPerDay));
        Rotate(4, Start, Start + 3 * TimeSpan.TicksPerDay);
        Assert.Equal([4], Signing(Start + 3 * TimeSpan.TicksPerDay));

        int[] Signing(long at) => [.. _webhooks.Find("game")!.Value.Webhook.SecretsAt(at).Select(secret => (int)secret.Bytes[0])];
        void Rotate(byte secret, long until, long at) => Execute("rotate", WebhookCommand.Rotate("game", [secret, .. new byte[31]], until, at));
    }

    [Fact]
    public void The_audit_says_what_the_step_found_and_neither_a_secret_nor_what_an_address_holds()
    {
        Put("game", "https://example.com/token-1?key=2");
        Put("game", "https://example.com/token-3");
        Execute("rotate", WebhookCommand.Rotate("game", new byte[32], Start + 1, Start));
        AuditEntry[] entries = [.. _memory.Audit.Page(new AuditQuery(10))!.Entries.Select(one => one.Entry)];
        Assert.Equal(["rotate", "change", "make"], entries.Select(one => one.Action));
        Assert.Equal(("", entries[2].After), (entries[2].Before, entries[1].Before));
        Assert.NotEqual(entries[1].Before, entries[1].After); // another address of one host
        Assert.All(entries, one => Assert.DoesNotContain("token-", one.Before + one.After, StringComparison.Ordinal));
        Assert.All(entries, one => Assert.DoesNotContain(Convert.ToBase64String(new byte[32]), one.Before + one.After, StringComparison.Ordinal));
        Assert.Contains("why it is there", entries[2].After, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_on_its_way_to_the_address_before_does_not_disable_the_new_one()
    {
        Put("game", "https://example.com/old");
        Tell(1, Level("ada", 2));
        var gone = new AttemptResult(new Attempt(Start, 0, 410, ""), 1, 0, 0.5, TimeSpan.TicksPerDay, 0);
        Put("game", "https://example.com/new");
        var settled = (SettleResult)_journal.Execute(GatewayJournal.Command(WebhookCommand.Settle("game", Level("ada", 2).Id, gone)))!;
        Assert.Equal(("", 1), (settled.DisabledBy, settled.Delivery!.Attempts));
        Assert.True(_webhooks.Find("game")!.Value.Webhook.Wish.IsEnabled);
        Assert.Single(_webhooks.TakeDue("game", Start, 8));
    }

    [Fact]
    public void What_was_told_of_an_erased_player_is_forgotten_though_it_came_to_the_bus_after_the_erasure()
    {
        Put("game");
        var outbox = new NoticeOutbox("progression");
        outbox.Apply(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Any).ToBytes()));
        outbox.Add(NoticeType.LevelReached, "ada", Start, json => json.WriteString("playerId", "ada"));
        NoticeBatch onItsWay = outbox.Peek(0)!;
        var erased = new BusMessage(BusMessageKind.PlayerErased, "ada"u8.ToArray());
        outbox.Erase("ada");
        _journal.Apply([erased, new BusMessage(BusMessageKind.Notices, onItsWay.ToBytes())]);
        Assert.Equal(1, _webhooks.Find("game")!.Value.Pending);

        outbox.Apply(new BusMessage(BusMessageKind.Notices, onItsWay.ToBytes()));
        outbox.Add(NoticeType.LevelReached, "ada", Start + 1, json => json.WriteString("playerId", "ada")); // they come back
        _journal.Apply([new BusMessage(BusMessageKind.Notices, outbox.Peek(onItsWay.End)!.ToBytes())]);
        Assert.Equal(Start + 1, Assert.Single(_webhooks.Deliveries("game", null, long.MaxValue, 10)).Notice.At);
        outbox.Erase("bob");
        Assert.Equal(2, outbox.Count); // of whom nothing was told nothing need be forgotten
    }

    [Fact]
    public void All_webhooks_together_have_so_much_room_and_who_has_most_makes_it()
    {
        Put("big");
        Tell(1, Level("bob", 1));
        Put("small");
        long next = 2;
        int count = (int)(MostBytes / Notice.MaxData);
        byte[] data = new byte[Notice.MaxData];
        for (int i = 0; i < count; i += 10)
        {
            Tell(next, [.. Enumerable.Range(i, 10).Select(at => new Notice(NoticeType.LevelReached, "progression", $"p{at}", Start + at, data))]);
            next += 10;
        }

        Assert.True(_webhooks.Overflowed > count / 2);
        Assert.Null(_webhooks.FindDelivery("big", Level("bob", 1).Id));
        (string, int)[] left = [.. _webhooks.List().Select(one => (one.Webhook.Id, one.Pending))];
        Assert.All(left, one => Assert.InRange(one.Item2, count / 2 - count / 20, count / 2));
    }

    [Fact]
    public void An_outbox_that_is_full_takes_no_more_and_counts_it()
    {
        var outbox = new NoticeOutbox("progression");
        outbox.Apply(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(1, NoticeTypes.Any).ToBytes()));
        outbox.Add(NoticeType.LevelReached, "ada", Start, json => json.WriteString("much", new string('x', Notice.MaxData)));
        Assert.Equal((0, 1L), (outbox.Count, outbox.Dropped));
        for (int i = 0; i <= NoticeOutbox.Most; i++)
            outbox.Add(NoticeType.LevelReached, "ada", Start + i, _ => { });
        Assert.Equal((NoticeOutbox.Most, 2L), (outbox.Count, outbox.Dropped));
    }

    [Fact]
    public void Webhooks_that_were_saved_with_a_notice_in_each_delivery_open()
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)1);
        writer.Write(Start);
        writer.Write(NoticeTypes.Any);
        writer.Write(0);
        writer.Write(1);
        writer.Write("game");
        WebhookFormat.Write(writer, new WebhookWish("https://example.com/", NoticeTypes.Any, true, ""));
        foreach (long time in new[] { Start, Start + 1, Start + 2 })
            writer.Write(time);
        writer.Write("");
        writer.Write((byte)0);
        writer.Write(1);
        writer.Write(7L);
        NoticeFormat.Write(writer, Level("ada", 2));
        writer.Write((byte)DeliveryStatus.Pending);
        writer.Write(3);
        writer.Write(Start + 3);
        writer.Write(Start + 4);
        writer.Write(2);
        writer.Write((byte)0);
        stream.Position = 0;
        _webhooks.Load(new BinaryReader(stream));
        Delivery delivery = Assert.Single(_webhooks.Deliveries("game", null, long.MaxValue, 10));
        Assert.Equal((7L, Level("ada", 2).Id, 3, Start + 3, 2), (delivery.Number, delivery.Id, delivery.Attempts, delivery.DueAt, delivery.Failures));
        Assert.Equal(Start + 2, _webhooks.Find("game")!.Value.Webhook.NotBefore);
    }

    [Fact]
    public void The_audit_has_which_secrets_sign_after_a_rotation_and_none_of_them()
    {
        Put("game");
        Execute("rotate", WebhookCommand.Rotate("game", new byte[32], Start + TimeSpan.TicksPerHour, Start));
        AuditEntry noted = _memory.Audit.Page(new AuditQuery(1))!.Entries[0].Entry;
        Assert.Equal(("rotate", """{"id":"game","secrets":[{"madeAt":"1972-09-27T00:00:00Z","until":"1972-09-27T01:00:00Z"},{"madeAt":"1972-09-27T00:00:00Z"}]}"""), (noted.Action, noted.After));
    }

    private static Notice Level(string player, int level) => new(NoticeType.LevelReached, "progression", player, Start, Encoding.UTF8.GetBytes($$"""{"level":{{level}}}"""));

    private void Put(string id, string url = "https://example.com/") =>
        Execute("make", WebhookCommand.Put(id, new WebhookWish(url, NoticeTypes.Any, true, "why it is there"), new byte[32], Start), WebhookAudit.Of(id, new WebhookWish(url, NoticeTypes.Any, true, "why it is there")));

    private void Execute(string action, byte[] command, string after = "") =>
        Assert.NotNull(_journal.Execute(GatewayJournal.Audited(new AuditEntry(Start, "ada", AuditKinds.Webhook, action) { After = after }, command)));

    private void Tell(long first, params Notice[] notices) => _journal.Apply([new BusMessage(BusMessageKind.Notices, new NoticeBatch("progression", first, notices).ToBytes())]);
}
