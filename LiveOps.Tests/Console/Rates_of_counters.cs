using LiveOps.Console.Charts;
using LiveOps.Console.Pulse;

namespace LiveOps.Tests.Console;

/// <summary>What the console makes of metrics.</summary>
public sealed class Rates_of_counters
{
    private const string Scrape = """
        # HELP events_received_total Events.
        # TYPE events_received_total counter
        events_received_total{type="xp_gained",outcome="accepted"} 10
        events_received_total{type="boss_killed",outcome="accepted"} 5 1700000000
        events_received_total{type="invalid",outcome="rejected"} 2
        events_received_total_other{outcome="accepted"} 99
        process_start_time_seconds 7.5
        bus_lag_events 3
        """;

    [Fact]
    public void Counters_are_added_up_by_a_label()
    {
        Beat beat = Beat.Of(Scrape);
        Assert.Equal((15, 2), (beat.Events["accepted"], beat.Events["rejected"]));
        Assert.Equal((7.5, 3, null), (beat.Process, beat.Lag, beat.DeadLetters));
    }

    [Theory]
    [InlineData("bus_dead_letters_total 7\nbus_dead_letters_waiting 2\n", 2.0)] // what waits, and not what was set aside since the start
    [InlineData("bus_dead_letters_total 0\nbus_dead_letters_waiting 3\n", 3.0)]
    [InlineData("bus_dead_letters_waiting NaN\n", null)]
    [InlineData("bus_dead_letters_total 7\n", null)] // of a version that does not say
    public void Dead_letters_are_those_that_wait(string scrape, double? waiting) => Assert.Equal(waiting, Beat.Of(scrape).DeadLetters);

    [Theory]
    [InlineData("bus_lag_events{of=\"a\"} 2\nbus_lag_events{of=\"b\"} 3\n", 5.0)]
    [InlineData("bus_lag_events NaN\n", null)]
    [InlineData("", null)] // consumes nothing
    public void Lags_are_added_up_where_they_are_known(string scrape, double? lag) => Assert.Equal(lag, Beat.Of(scrape).Lag);

    [Fact]
    public void A_rate_is_between_two_looks_at_the_same_process()
    {
        var begin = DateTimeOffset.UnixEpoch;
        PulseView view = PulseReader.Read([Look(0, 1, 10), Look(5, 1, 60), Look(10, 2, 4), Look(15, 2, 9), (begin.AddSeconds(20), [])]);
        Assert.Equal([10, null, 1, null], view.Accepted); // another process counts from 0 again, and one that is gone not at all
        Assert.Equal(20, view.Seconds);

        (DateTimeOffset, Dictionary<string, Beat>) Look(int second, double process, double accepted) =>
            (begin.AddSeconds(second), new() { ["gateway"] = new Beat(process, new Dictionary<string, double> { ["accepted"] = accepted }, new Dictionary<string, double>(), 0, 0) });
    }

    [Fact]
    public void A_line_is_broken_where_nothing_is_known() => Assert.Equal("M0 96L200 4M600 50", ChartPath.Of([0, 2, null, 1], 4));
}
