using LiveOps.Bench.Load;
using LiveOps.Core.Events;

namespace LiveOps.Tests.Bench;

public sealed class The_mix_of_events
{
    [Fact]
    public void A_mix_is_a_fourth_of_each_type_and_meets_every_player_board_boss_and_item()
    {
        var mix = new EventMix(Players: 1000, Boards: 10);
        MixedEvent[] events = [.. Enumerable.Range(0, 100_000).Select(n => mix.At(seed: 5, n))];
        foreach (IGrouping<EventType, MixedEvent> type in events.GroupBy(e => e.Type))
        {
            Assert.Equal(25_000, type.Count());
            Assert.Equal(1000, type.Select(e => e.Player).Distinct().Count());

            // Each has 25 of a type on average; with 60 the luck of one would be a flaw of the numbers.
            Assert.InRange(type.CountBy(e => e.Player).Max(player => player.Value), 26, 60);
            int subjects = type.Key switch { EventType.XpGained => 1, EventType.BossKilled => EventMix.Bosses, EventType.ItemAcquired => EventMix.Items, _ => 10 };
            Assert.Equal(Enumerable.Range(0, subjects), type.Select(e => e.Subject).Distinct().Order());
        }
    }

    [Fact]
    public void Another_run_draws_other_events()
    {
        var mix = new EventMix(Players: 1000, Boards: 10);
        int same = Enumerable.Range(0, 10_000).Count(n => mix.At(RequestWriter.SeedOf("e00"), n) == mix.At(RequestWriter.SeedOf("e01"), n));
        Assert.InRange(same, 0, 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void As_many_scores_as_there_are_players_fill_a_board_with_all_of_them(int players)
    {
        var mix = new EventMix(players, Boards: 1, Only: EventType.ScoreSubmitted);
        MixedEvent[] events = [.. Enumerable.Range(0, players).Select(n => mix.At(seed: 5, n))];
        Assert.All(events, e => Assert.Equal((EventType.ScoreSubmitted, 0), (e.Type, e.Subject)));
        Assert.Equal(Enumerable.Range(0, players), events.Select(e => e.Player).Order());
    }
}
