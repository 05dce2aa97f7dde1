namespace LiveOps.Tests.Progression.State;

public sealed class Erased_players_stay_erased
{
    [Fact]
    public void Late_events_do_not_bring_an_erased_player_back_and_new_ones_do()
    {
        var state = new StateUnderTest();
        TestEvent applied = TestEvent.Kill("ann", "dragon"), delayed = TestEvent.Xp("ann", 5);
        state.ApplyAt(TestEvent.Start + 10, applied);
        state.Erase("ann");

        state.ApplyAt(TestEvent.Start + 10, applied); // delivered again
        state.ApplyAt(TestEvent.Start + 9, delayed); // accepted before the erasure, delivered after it
        Assert.Null(state.Player("ann"));
        state.SaveAndLoad();
        state.ApplyAt(TestEvent.Start + 9, delayed);
        state.ApplyAt(TestEvent.Start + 10, applied);
        Assert.Null(state.Player("ann"));

        state.ApplyAt(TestEvent.Start + 11, TestEvent.Xp("ann", 7));
        Assert.Equal(7, state.Progress("ann").GetProperty("xp").GetInt64());
        Assert.Empty(state.Rewards("ann"));
    }

    [Fact]
    public void An_erased_players_place_is_another_players_and_nothing_of_theirs_is_in_it()
    {
        var state = new StateUnderTest();
        state.Apply(TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 2));
        state.Erase("ann");
        state.ApplyAt(TestEvent.Start + 100, TestEvent.Score("ben", "arena", 1));

        Assert.Equal("{}", state.Progress("ben").GetProperty("bossKills").GetRawText());
        Assert.Equal("{}", state.Progress("ben").GetProperty("items").GetRawText());
        Assert.Equal(0, state.Progress("ben").GetProperty("xp").GetInt64());
        Assert.Empty(state.Rewards("ben"));
    }
}
