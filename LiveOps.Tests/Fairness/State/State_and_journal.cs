using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Fairness.Stores.Journaled;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.State;

public sealed class State_and_journal
{
    private readonly FairnessWorld _world = new();

    [Fact]
    public void A_replay_of_the_journal_gives_exactly_the_same_state()
    {
        Live(4000);
        var replayed = new FairnessState();
        foreach (Action<FairnessState> record in _world.Journal)
            record(replayed);
        Assert.Equal(StateText.Of(_world.State), StateText.Of(replayed));
        foreach (string player in Players())
            Assert.Equal(_world.StandingIn(_world.State, player).Status, _world.StandingIn(replayed, player).Status);
    }

    [Fact]
    public void A_snapshot_and_the_rest_of_the_journal_give_exactly_the_same_state()
    {
        Live(2500);
        FairnessState restored = Restore(_world.State);
        Assert.Equal(StateText.Of(_world.State), StateText.Of(restored));

        int from = _world.Journal.Count;
        Live(2500);
        foreach (Action<FairnessState> record in _world.Journal.Skip(from))
            record(restored);
        Assert.Equal(StateText.Of(_world.State), StateText.Of(restored));
    }

    [Fact]
    public void An_event_learned_before_the_snapshot_is_not_learned_again_after_it()
    {
        TestEvent first = Score("p", 100, id: "once");
        _world.Send(first);
        FairnessState restored = Restore(_world.State);
        string before = StateText.Of(restored);
        _world.Journal[^1](restored);
        Assert.Equal(before, StateText.Of(restored));
        Assert.Contains(" 100 100 ", before, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_a_newer_version_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new FairnessState().Load(new MemoryStream([99, 0, 0, 0, 0])));

    [Fact]
    public void A_block_survives_a_crash_right_after_the_verdict()
    {
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        var replayed = new FairnessState();
        foreach (Action<FairnessState> record in _world.Journal)
            record(replayed);
        Assert.Equal("blocked", _world.StandingIn(replayed, "p").Status);
        Assert.Equal(_world.Standing("p").Until, _world.StandingIn(replayed, "p").Until);
        Assert.Equal(3, _world.StandingIn(replayed, "p").Flags!.Count);
    }

    [Fact]
    public void A_flag_counts_at_the_next_event_even_while_the_journal_has_not_brought_it_yet()
    {
        _world.HoldCommands();
        _world.Send([.. Enumerable.Repeat(Xp("p", 200_000), 3)]);
        Assert.Equal(VerdictKind.Blocked, _world.Send(Xp("p", 1)).Kind);
        Assert.DoesNotContain("@record", StateText.Of(_world.State), StringComparison.Ordinal);
        string live = StandingText();
        _world.ReleaseCommands();
        Assert.Contains("@record", StateText.Of(_world.State), StringComparison.Ordinal);
        Assert.Equal(live, StandingText());

        string StandingText() => System.Text.Json.JsonSerializer.Serialize(_world.Standing("p"));
    }

    [Fact]
    public void Erasing_forgets_everything()
    {
        for (int i = 0; i < 12; i++)
            _world.Send(Score("p", 100));
        _world.Send(Score("p", 90_000));
        Assert.Single(_world.Standing("p").Flags!);
        _world.Erase("p");
        Assert.Empty(_world.Standing("p").Flags!);
        Assert.DoesNotContain(_world.State.Flags.Page(long.MaxValue, 100, _ => true, out _), flag => flag.PlayerId == "p" || flag.Observed.Length > 0);
        Assert.DoesNotContain("@player", StateText.Of(_world.State), StringComparison.Ordinal);
        Assert.DoesNotContain("@case", StateText.Of(_world.State), StringComparison.Ordinal);
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
        Assert.All(_world.Audit()!.Entries, entry => Assert.Equal("(erased)", entry.PlayerId));
        _world.Wait(901);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("p", 1)).Kind);
    }

    [Fact]
    public void Only_the_sixteen_newest_flags_of_a_player_are_kept()
    {
        for (int i = 0; i < 40; i++)
        {
            _world.Send(Xp("p", 200_000, $"e{i}"));
            _world.Wait(400);
        }

        Assert.Equal(Enumerable.Range(24, 16).Reverse().Select(i => $"e{i}"), _world.Standing("p").Flags!.Select(flag => flag.EventId));
    }

    private static FairnessState Restore(FairnessState state)
    {
        using var snapshot = new MemoryStream();
        state.Save(snapshot);
        snapshot.Position = 0;
        var restored = new FairnessState();
        restored.Load(snapshot);
        Assert.Equal(snapshot.Length, snapshot.Position);
        return restored;
    }

    private static IEnumerable<string> Players() => Enumerable.Range(0, 60).Select(i => $"p{i}");

    // Players of all sorts, for hours, with erasures, blocks, lifts and a changed policy in between.
    private void Live(int steps)
    {
        var random = new Random(steps + _world.Journal.Count);
        for (int step = 0; step < steps; step++)
        {
            string player = $"p{random.Next(60)}";
            switch (random.Next(100))
            {
                case 0:
                    _world.Erase(player);
                    break;
                case 1:
                    _world.Execute(FairnessCommand.Decide(new OperatorAction(player, _world.Now, _world.Now + TimeSpan.TicksPerMinute * random.Next(1, 100), "alice", "trouble")));
                    break;
                case 2:
                    _world.Execute(FairnessCommand.Decide(new OperatorAction(player, _world.Now, 0, "bob", "")));
                    break;
                case 4:
                    _world.Review(player, (CaseVerdict)random.Next(4));
                    break;
                case 3:
                    _world.Execute(FairnessCommand.Policy(System.Text.Encoding.UTF8.GetBytes(DefaultPolicy.Replace("\"times\": 10, \"after\"", $"\"times\": {random.Next(5, 15)}, \"after\"", StringComparison.Ordinal))));
                    break;
                default:
                    _world.Send([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(5) switch
                    {
                        0 => Xp(player, random.Next(140_000)),
                        1 => Boss(player),
                        _ => Score(player, random.Next(20) == 0 ? random.Next(100_000) : random.Next(100, 200), $"board{random.Next(20)}"),
                    })]);
                    break;
            }

            _world.Wait(random.Next(60));
        }
    }
}
