using System.Text;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>Who comes first, how a receiver that fails is left alone, and what begins anew.</summary>
public sealed class Order_and_rest_of_a_webhook
{
    private const long Start = 1000 * TimeSpan.TicksPerDay, Second = TimeSpan.TicksPerSecond;

    private readonly Hook _hook = new(new Webhook("game", new WebhookWish("https://example.com/", NoticeTypes.Any, true, ""), [new WebhookSecret(new byte[32], Start, 0)], Start));

    private long _now = Start;

    [Fact]
    public void What_came_first_is_sent_first()
    {
        for (int i = 0; i < 20; i++)
            Add($"p{i}");
        var order = new List<long>();
        for (Delivery[] due = Take(); due.Length > 0; due = Take())
        {
            order.AddRange(due.Select(one => one.Number));
            foreach (Delivery delivery in due)
                Settle(delivery, 200);
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), order);
    }

    [Fact]
    public void A_retry_comes_before_what_happened_after_it_was_due()
    {
        Add("ada");
        _now = Settle(Take()[0], 500)!.DueAt;
        _now += Second;
        Add("bob");
        Assert.Equal("ada", Assert.Single(Take(most: 1)).Notice.Subject);
    }

    [Fact]
    public void A_clock_that_was_set_back_holds_nothing_up()
    {
        Add("ada");
        _now -= TimeSpan.TicksPerHour;
        Assert.Single(Take());
    }

    [Fact]
    public void A_receiver_that_fails_gets_one_at_a_time_after_pauses_that_grow_to_ten_seconds_and_all_again_when_it_takes_one()
    {
        for (int i = 0; i < 100; i++)
            Add($"p{i}");
        foreach (Delivery delivery in Take())
            Settle(delivery, 500);
        var rests = new List<double>();
        for (int i = 0; i < 10; i++)
        {
            long rest = _hook.Webhook.NotBefore - _now;
            rests.Add(TimeSpan.FromTicks(rest).TotalSeconds);
            Assert.Empty(Take());
            _now += rest;
            Settle(Assert.Single(Take()), 500);
        }

        Assert.Equal(10, rests[^1]);
        _now = _hook.Webhook.NotBefore;
        Delivery probe = Assert.Single(Take());
        Assert.Empty(Take());
        Settle(probe, 200);
        Assert.Equal(8, Take().Length);
    }

    [Fact]
    public void Failures_that_lie_apart_are_not_held_together()
    {
        Add("ada");
        Fail(Take()[0]);
        Assert.Equal(0, _hook.Pending);
        _hook.Calm();
        Assert.Equal(0, _hook.Webhook.FailingSince);
        _now += 7 * TimeSpan.TicksPerDay;
        Add("ada");
        Settle(Take()[0], 500);
        Assert.Equal(_now, _hook.Webhook.FailingSince);
    }

    [Fact]
    public void Sent_again_by_hand_it_has_a_day_though_the_webhook_fails_for_days()
    {
        Add("bob");
        Add("ada");
        Delivery[] due = Take();
        Settle(due[0], 500); // so that the webhook fails on
        string id = Fail(due[1]).Id;
        _now += TimeSpan.TicksPerDay;
        Delivery again = _hook.Resend(id, _now)!;
        Assert.Equal((DeliveryStatus.Pending, _now), (again.Status, again.Since));
        _now = Math.Max(_now, _hook.Webhook.NotBefore);
        Delivery after = _hook.Settle(id, Result(again, 500))!;
        Assert.Equal((DeliveryStatus.Pending, 5), (after.Status, (after.DueAt - _now) / Second));
    }

    [Fact]
    public void Sent_again_by_hand_it_does_not_wait_for_the_receivers_wish_nor_for_those_before_it()
    {
        Add("ada");
        Add("ada");
        Settle(Take()[0], 429, retryAfter: 3600);
        Assert.Empty(Take());
        string second = _hook.Oldest.Last().Id;
        _hook.Resend(second, _now);
        _hook.Resend(second, _now);
        Settle(Assert.Single(Take()), 200);
        Assert.Equal(second, Assert.Single(Take()).Id);
    }

    [Fact]
    public void Who_begins_anew_has_a_day_for_all_that_waits_and_what_was_on_its_way_is_not_held_against_it()
    {
        Add("ada");
        Add("bob");
        Delivery[] due = Take();
        AttemptResult late = Result(due[1], 410, retryAfter: 600);
        Settle(due[0], 500);
        _now += 3 * TimeSpan.TicksPerDay;
        _hook.BeginAnew(_now);
        Assert.Equal((0, 0, 0, 1), (_hook.Webhook.FailingSince, _hook.Webhook.NotBefore, _hook.Webhook.Failures, _hook.Webhook.Edition));
        Delivery noted = _hook.Settle(due[1].Id, late)!;
        Assert.Equal((DeliveryStatus.Pending, 1, 0), (noted.Status, noted.Attempts, noted.Failures));
        Assert.Equal((0, 0), (_hook.Webhook.FailingSince, _hook.Webhook.NotBefore));
        foreach (Delivery delivery in Take())
            Assert.Equal(DeliveryStatus.Pending, Settle(delivery, 500)!.Status);
        Assert.Equal(2, _hook.Pending);
    }

    [Fact]
    public void Who_asks_for_more_than_four_hours_gets_four_and_the_last_attempt_is_made_all_the_same()
    {
        Add("ada");
        Delivery delivery = Take()[0];
        Settle(delivery, 503, retryAfter: int.MaxValue);
        Assert.InRange(_hook.Webhook.NotBefore - _now, 4 * TimeSpan.TicksPerHour, 5 * TimeSpan.TicksPerHour);
        int attempts = 1;
        for (DeliveryStatus status = DeliveryStatus.Pending; status == DeliveryStatus.Pending; attempts++)
        {
            _now = Math.Max(_hook.Webhook.NotBefore, _hook.Find(delivery.Id)!.DueAt);
            status = Settle(Assert.Single(Take()), 503, retryAfter: int.MaxValue)!.Status;
        }

        Assert.InRange(attempts, 6, 8);
        Assert.True(_now >= Start + TimeSpan.TicksPerDay);
    }

    [Fact]
    public void Those_that_were_given_up_are_not_pushed_out_by_those_that_were_taken()
    {
        Add("ada");
        string failed = Fail(Take()[0]).Id;
        _now = Math.Max(_now, _hook.Webhook.NotBefore);
        for (int i = 0; i <= Hook.MostDone; i++)
        {
            Add($"p{i}");
            Settle(Take()[0], 200);
        }

        Assert.Equal(DeliveryStatus.Failed, _hook.Find(failed)!.Status);
        Assert.Equal(Hook.MostDone + 1, _hook.Count);
        Assert.Equal(3, _hook.Oldest.ElementAt(1).Number); // the first that was taken made room
    }

    private void Add(string subject) =>
        _hook.Add(new Notice(NoticeType.LevelReached, "progression", subject, _now, Encoding.UTF8.GetBytes($$"""{"value":{{_hook.Count}}}""")));

    private Delivery[] Take(int most = 8)
    {
        var due = new List<Delivery>();
        _hook.Take(_now, most, due);
        return [.. due];
    }

    // Until it is given up.
    private Delivery Fail(Delivery delivery)
    {
        while (Settle(delivery, 500) is { Status: DeliveryStatus.Pending } after)
            (delivery, _now) = (after, after.DueAt);
        return _hook.Find(delivery.Id)!;
    }

    private Delivery? Settle(Delivery delivery, int status, int retryAfter = 0) => _hook.Settle(delivery.Id, Result(delivery, status, retryAfter));

    private AttemptResult Result(Delivery delivery, int status, int retryAfter = 0) =>
        new(new Attempt(_now, 0, status, ""), delivery.Attempts + 1, retryAfter, 0.5, TimeSpan.TicksPerDay * 5, _hook.Webhook.Edition);
}
