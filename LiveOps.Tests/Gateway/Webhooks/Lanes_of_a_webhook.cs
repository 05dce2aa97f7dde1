using System.Text;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>What is due when, and what becomes of it.</summary>
public sealed class Lanes_of_a_webhook
{
    private const long Start = 1000 * TimeSpan.TicksPerDay;

    private readonly Hook _hook = new(new Webhook("game", new WebhookWish("https://example.com/", NoticeTypes.Any, true, ""), [new WebhookSecret(new byte[32], Start, 0)], Start));

    private long _now = Start;

    [Fact]
    public void Of_one_subject_only_the_first_is_due_and_nobody_waits_for_another_subject()
    {
        Add("ada", 1);
        Add("ada", 2);
        Add("bob", 3);
        Delivery[] due = Take();
        Assert.Equal(["ada", "bob"], due.Select(one => one.Notice.Subject));
        Assert.Empty(Take());

        Fail(due[0]);
        Succeed(due[1]);
        Assert.Empty(Take());
        _now += 7 * TimeSpan.TicksPerSecond;
        Succeed(Assert.Single(Take()));
        Assert.Equal(2, Data(Assert.Single(Take())));
    }

    [Fact]
    public void A_notice_that_comes_twice_is_delivered_once()
    {
        Add("ada", 1);
        Add("ada", 1);
        Succeed(Assert.Single(Take()));
        Add("ada", 1);
        Assert.Empty(Take());
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(_hook.Oldest).Status);
    }

    [Fact]
    public void What_fails_is_tried_at_longer_and_longer_pauses_for_a_day_and_then_given_up()
    {
        Add("ada", 1);
        Add("ada", 2);
        var pauses = new List<double>();
        for (Delivery? delivery = Assert.Single(Take()); delivery is not null;)
        {
            if (Fail(delivery) is not { Status: DeliveryStatus.Pending } after)
                break;
            pauses.Add(TimeSpan.FromTicks(after.DueAt - _now).TotalSeconds);
            _now = after.DueAt - 1;
            Assert.Empty(Take());
            _now = after.DueAt;
            delivery = Assert.Single(Take());
        }

        Assert.Equal([5, 20, 80, 320, 1280, 5120, 14400, 14400, 14400, 14400], pauses.Take(10).Select(pause => Math.Round(pause)));
        Assert.Equal(24 * 60 * 60, pauses.Sum(), 0.1);
        Delivery failed = _hook.Oldest.First();
        Assert.Equal((DeliveryStatus.Failed, pauses.Count + 1), (failed.Status, failed.Attempts));

        // What waited behind it had its day as well, and gets its one attempt.
        _now = _hook.Webhook.NotBefore;
        Delivery next = Assert.Single(Take());
        Assert.Equal(2, Data(next));
        Assert.Equal(DeliveryStatus.Failed, Fail(next)!.Status);
        Assert.Empty(Take());
    }

    [Fact]
    public void Where_others_are_taken_what_fails_has_a_day_of_its_own_from_its_first_failure()
    {
        Add("ada", 1);
        Delivery delivery = Assert.Single(Take());
        long first = _now;
        for (int failures = 0; Fail(delivery) is { Status: DeliveryStatus.Pending } after; failures++)
        {
            Assert.True(failures < 20);
            _now = after.DueAt;
            Add("bob", failures);
            Succeed(Assert.Single(Take(), one => one.Notice.Subject == "bob")); // while it fails, one at a time
            delivery = Assert.Single(Take());
        }

        Assert.Equal(first + TimeSpan.TicksPerDay, _now);
    }

    [Fact]
    public void Who_asks_for_time_gets_it_for_everything()
    {
        Add("ada", 1);
        Add("bob", 2);
        Delivery[] due = Take();
        Settle(due[0], 429, retryAfter: 60);
        Succeed(due[1]); // it was on its way
        Settle(Again("ada"), 503, retryAfter: 60);
        Add("cleo", 3);
        _now += 60 * TimeSpan.TicksPerSecond;
        Assert.Empty(Take());
        _now += 6 * TimeSpan.TicksPerSecond; // a tenth at the most, by chance
        Succeed(Assert.Single(Take(), one => one.Notice.Subject == "cleo"));
        Succeed(Assert.Single(Take(), one => one.Notice.Subject == "ada"));

        Delivery Again(string subject)
        {
            _now += 66 * TimeSpan.TicksPerSecond;
            return Take().Single(one => one.Notice.Subject == subject);
        }
    }

    [Fact]
    public void An_attempt_told_twice_counts_once()
    {
        Add("ada", 1);
        Delivery delivery = Assert.Single(Take());
        Fail(delivery);
        Assert.Null(Fail(delivery));
        Assert.Equal(1, _hook.Find(delivery.Id)!.Attempts);
    }

    [Fact]
    public void Sent_again_by_hand_it_is_due_at_once_whatever_became_of_it()
    {
        Add("ada", 1);
        Delivery delivery = Assert.Single(Take());
        Fail(delivery);
        Assert.Empty(Take());
        _hook.Resend(delivery.Id, _now);
        Succeed(Assert.Single(Take()));
        _hook.Resend(delivery.Id, _now);
        Assert.Equal(2, Assert.Single(Take()).Attempts);
        Assert.Null(_hook.Resend("none", _now));
    }

    [Fact]
    public void What_is_disabled_sends_nothing_and_an_erased_players_deliveries_are_gone()
    {
        Add("ada", 1);
        Add("bob", 2);
        _hook.Webhook = _hook.Webhook with { Wish = _hook.Webhook.Wish with { IsEnabled = false } };
        Assert.Empty(Take());
        _hook.Erase("ada");
        Assert.Equal("bob", Assert.Single(_hook.Oldest).Notice.Subject);
        _hook.Webhook = _hook.Webhook with { Wish = _hook.Webhook.Wish with { IsEnabled = true } };
        Assert.Equal("bob", Assert.Single(Take()).Notice.Subject);
    }

    [Fact]
    public void There_is_room_for_so_many_and_the_oldest_is_given_up_for_one_more()
    {
        for (int i = 0; i < Hook.MostPending; i++)
            Add("ada", i);
        Assert.Equal(Hook.MostPending, _hook.Pending);
        Add("ada", Hook.MostPending);
        Assert.Equal(Hook.MostPending, _hook.Pending);
        Assert.Equal(DeliveryStatus.Failed, _hook.Oldest.First().Status);
        Assert.Equal(1, Data(Assert.Single(Take())));
    }

    private void Add(string subject, int value) =>
        _hook.Add(new Notice(NoticeType.LevelReached, "progression", subject, Start, Encoding.UTF8.GetBytes($$"""{"value":{{value}}}""")));

    private Delivery[] Take()
    {
        var due = new List<Delivery>();
        _hook.Take(_now, 8, due);
        return [.. due];
    }

    private Delivery? Fail(Delivery delivery) => Settle(delivery, 500);

    private void Succeed(Delivery delivery) => Assert.Equal(DeliveryStatus.Delivered, Settle(delivery, 200)!.Status);

    private Delivery? Settle(Delivery delivery, int status, int retryAfter = 0) =>
        _hook.Settle(delivery.Id, new AttemptResult(new Attempt(_now, 0, status, ""), delivery.Attempts + 1, retryAfter, 0.5, TimeSpan.TicksPerDay * 5, _hook.Webhook.Edition));

    private static int Data(Delivery delivery) => int.Parse(Encoding.UTF8.GetString(delivery.Notice.Data.Span).AsSpan(9).TrimEnd('}'), System.Globalization.CultureInfo.InvariantCulture);
}
