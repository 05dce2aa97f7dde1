using LiveOps.Core.Bus;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Stores;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Learning;

public abstract class Learning_from_the_bus
{
    private World _world => field ??= New();

    private protected abstract World New();

    [Fact]
    public void A_message_that_comes_again_teaches_nothing_more()
    {
        // Nine scores: a tenth would let the next be judged.
        BusMessage message = Message([.. Enumerable.Range(0, 9).Select(i => Score("p", 100))]);
        _world.Publish(message);
        _world.Publish(message);
        _world.Send(Score("p", 100_000));
        Assert.Empty(_world.Standing("p").Flags!);
        _world.Send(Score("p", 10_000_000));
        Assert.Equal("score-jump", Assert.Single(_world.Standing("p").Flags!).Rule);
    }

    [Fact]
    public void An_event_that_stands_in_two_messages_is_learned_once()
    {
        for (int i = 0; i < 9; i++)
            _world.Publish(Message([Score("p", 100, id: $"e{i}"), Score("p", 100, id: $"e{Math.Max(0, i - 1)}"), Score("other", 1)]));
        _world.Send(Score("p", 100_000));
        Assert.Empty(_world.Standing("p").Flags!);
    }

    [Fact]
    public void What_was_accepted_without_verdicts_is_judged_when_it_is_learned()
    {
        _world.Publish(Message([Xp("p", 200_000), Xp("p", 300_000), Xp("q", 1)], unverified: true));
        StandingAnswer standing = _world.Standing("p");
        Assert.Equal(("throttled", 2), (standing.Status, standing.Flags!.Count));
        Assert.Equal(["xp-amount", "xp-amount"], standing.Flags!.Select(flag => flag.Rule));
        Assert.Empty(_world.Standing("q").Flags!);
        Assert.Equal(VerdictKind.Implausible, _world.Ask([Xp("p", 400_000)])[0].Kind);
        Assert.Equal("blocked", _world.Standing("p").Status);
    }

    [Fact]
    public void Somebody_erased_begins_anew()
    {
        for (int i = 0; i < 12; i++)
            _world.Send(Score("p", 100));
        _world.Send(Score("p", 90_000));
        Assert.Single(_world.Standing("p").Flags!);
        _world.Erase("p");
        Assert.Empty(_world.Standing("p").Flags!);
        _world.Send(Score("p", 90_000));
        Assert.Empty(_world.Standing("p").Flags!);
    }

    [Fact]
    public void Erasing_is_no_way_out_of_a_block_which_stays_without_its_story()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        StandingAnswer before = _world.Standing("p");
        _world.Erase("p");
        StandingAnswer after = _world.Standing("p");
        Assert.Equal(("blocked", before.Until, "blocked before the player was erased"), (after.Status, after.Until, after.Reason));
        Assert.Empty(after.Flags!);
        Assert.Equal(VerdictKind.Blocked, _world.Send(Xp("p", 1)).Kind);
        _world.Wait(901);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("p", 1)).Kind);
    }

    private BusMessage Message(IReadOnlyList<TestEvent> events, bool unverified = false) =>
        new(BusMessageKind.Events, _world.Batch(events, unverified).Bytes.ToArray());
}
