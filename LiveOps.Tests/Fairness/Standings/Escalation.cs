using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Stores;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Standings;

public abstract class Escalation
{
    private World _world => field ??= New();

    private protected abstract World New();

    [Fact]
    public void Two_flags_throttle_and_three_within_ten_minutes_block_for_fifteen()
    {
        _world.Send(Xp("p", 200_000));
        Assert.Equal("ok", _world.Standing("p").Status);
        _world.Wait(60);
        _world.Send(Xp("p", 200_000));
        StandingAnswer throttled = _world.Standing("p");
        Assert.Equal(("throttled", _world.Clock.UtcNow.UtcDateTime.AddMinutes(10)), (throttled.Status, throttled.Until));
        _world.Wait(539);
        _world.Send(Xp("p", 200_000));
        StandingAnswer blocked = _world.Standing("p");
        Assert.Equal(("blocked", _world.Clock.UtcNow.UtcDateTime.AddMinutes(15)), (blocked.Status, blocked.Until));
        Assert.Equal("3 flags within 600 s", blocked.Reason);
        Assert.Equal(3, blocked.Flags!.Count);

        Verdict verdict = _world.Send(Xp("p", 1));
        Assert.Equal((VerdictKind.Blocked, 900), (verdict.Kind, verdict.RetryAfter));
        Assert.Equal("Blocked until 2026-11-20T12:24:59Z: 3 flags within 600 s.", verdict.Detail);
    }

    [Fact]
    public void Three_flags_over_more_than_ten_minutes_do_not_block()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.NotEqual(VerdictKind.Blocked, _world.Send(Xp("p", 200_000)).Kind);
            _world.Wait(301);
        }

        Assert.NotEqual("blocked", _world.Standing("p").Status);
    }

    [Fact]
    public void The_fourth_event_of_the_same_batch_is_refused_already() =>
        Assert.Equal([VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Blocked, VerdictKind.Accepted],
            _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3), Xp("p", 1), Xp("q", 1)]).Select(verdict => verdict.Kind));

    [Fact]
    public void A_block_ends_by_itself_and_its_flags_do_not_count_again()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        _world.Wait(899.9);
        Assert.Equal(VerdictKind.Blocked, _world.Send(Xp("p", 1)).Kind);
        _world.Wait(0.2);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("p", 1)).Kind);
        Assert.Equal("ok", _world.Standing("p").Status);
        _world.Send(Xp("p", 200_000));
        Assert.Equal("ok", _world.Standing("p").Status);
        Assert.Equal(4, _world.Standing("p").Flags!.Count);
    }

    [Fact]
    public void Three_flagged_scores_block_although_they_were_accepted()
    {
        for (int i = 0; i < 12; i++)
            _world.Send(Score("p", 100 + i));
        Assert.Equal(VerdictKind.Accepted, _world.Send(Score("p", 2_000)).Kind);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Score("p", 30_000)).Kind);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Score("p", 500_000)).Kind);
        Assert.Equal(VerdictKind.Blocked, _world.Send(Score("p", 1)).Kind);
    }

    [Fact]
    public void A_throttled_player_gets_a_fifth_of_the_rate()
    {
        _world.Send(Xp("p", 200_000), Xp("p", 200_000));
        _world.Wait(60);
        Assert.Equal(20, _world.Send([.. Enumerable.Repeat(Xp("p", 1), 50)]).Count(verdict => verdict.Kind == VerdictKind.Accepted));
        _world.Wait(1);
        Assert.Equal(10, _world.Send([.. Enumerable.Repeat(Xp("p", 1), 50)]).Count(verdict => verdict.Kind == VerdictKind.Accepted));
    }

    [Fact]
    public void A_lift_ends_it_at_once_and_starts_the_count_anew()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        _world.Wait(1);
        _world.Lift("p", "a test");
        Assert.Equal("ok", _world.Standing("p").Status);
        _world.Wait(1);
        Assert.Equal([VerdictKind.Accepted, VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Accepted],
            _world.Send(Xp("p", 1), Xp("p", 200_000), Xp("p", 200_000), Xp("p", 1)).Select(verdict => verdict.Kind));
    }

    [Fact]
    public void Automatic_blocks_never_shorten_an_operators()
    {
        long until = _world.Now + TimeSpan.TicksPerDay;
        _world.Send(Xp("p", 200_000), Xp("p", 200_000));
        _world.Block("p", until, "chargeback");
        Assert.Equal(VerdictKind.Blocked, _world.Send(Xp("p", 200_000)).Kind);
        Assert.Equal((Times.Utc(until), "chargeback"), (_world.Standing("p").Until, _world.Standing("p").Reason));
    }

    [Fact]
    public void Every_decision_is_audited()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        _world.Wait(1);
        _world.Lift("p", "my own test");
        var entries = _world.Audit()!.Entries;
        Assert.Equal([("lift", "alice", "my own test"), ("block", "policy", "3 flags within 600 s, the last by rule xp-amount"), ("throttle", "policy", "2 flags within 600 s, the last by rule xp-amount")],
            entries.Select(entry => (entry.Action, entry.By, entry.Reason)));
    }
}
