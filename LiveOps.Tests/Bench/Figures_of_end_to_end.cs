using System.Diagnostics;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;

namespace LiveOps.Tests.Bench;

public sealed class Figures_of_end_to_end
{
    /// <summary>The machine was four times as slow in the second round, for both: the ratio of the medians would tell of nothing but that.</summary>
    [Fact]
    public void The_ratio_is_that_of_each_round_and_counts_until_visible()
    {
        var section = new Section("endtoend", "");
        EndToEndBench.Throughput(
            section,
            [Round(events: 1000, acknowledged: 1, visible: 2), Round(events: 1000, acknowledged: 4, visible: 8), Round(events: 1000, acknowledged: 1, visible: 1)],
            [Sent(events: 1000, seconds: 1), Sent(events: 1000, seconds: 4), Sent(events: 1000, seconds: 0.5)]);
        Assert.Equal([0.5, 0.5, 0.5], section.Figures["ratio"]);
        Assert.Equal([500, 125, 1000], section.Figures["events"]);
        Assert.Equal([64, 64, 64], section.Figures["allocated"]);

        // The generator's cores are those of its own time, from the first byte to the last answer.
        Assert.Equal([0.2, 0.05, 0.2], section.Figures["generator"]);
        Assert.Matches(@"\| embedded, until acknowledged +\| 1,000 \(250–1,000\) +\|", section.Text);
        Assert.Matches(@"\| embedded, until visible +\| 500 \(125–1,000\) +\|", section.Text);
        Assert.Contains("round by round: 0.50 (0.50–0.50).", section.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_of_an_event_add_up_to_all_processor_time_that_was_taken()
    {
        var section = new Section("endtoend", "");
        List<LoadedRound> rounds = [Round(events: 1000, acknowledged: 1, visible: 2), Round(events: 2000, acknowledged: 1, visible: 2), Round(events: 500, acknowledged: 4, visible: 8)];
        EndToEndBench.Split(section, rounds);
        for (int i = 0; i < rounds.Count; i++)
        {
            double all = rounds[i].Parts.Values.Append(rounds[i].Sent.Cpu).Sum(time => time.TotalMicroseconds);
            Assert.Equal(all / rounds[i].Events, section.Figures.Values.Sum(figure => figure[i]), 6);
        }

        // And the parts that the promises name are all there are.
        var figures = new Figures(new Dictionary<string, Section> { ["endtoend"] = section });
        string[] named = ["cpu gateway", "cpu consumer", "cpu journal", "cpu runtime", "cpu load"];
        Assert.All(named, name => Assert.NotEqual(0, figures.Sum("endtoend", name)));
        Assert.Equal(figures.Sum("endtoend", "cpu "), named.Sum(name => figures.Sum("endtoend", name)), 6);
    }

    private static SendResult Sent(int events, double seconds) =>
        new(events / EndToEndBench.Batch, events, 0, 0, (long)(seconds * Stopwatch.Frequency), TimeSpan.FromSeconds(0.2), new LatencyHistogram(), 0);

    private static LoadedRound Round(int events, double acknowledged, double visible) => new(
        Sent(events, acknowledged), events, TimeSpan.FromSeconds(visible), ThreadTimes.Names.Select((name, i) => (name, i)).ToDictionary(part => part.name, part => TimeSpan.FromMilliseconds(10 * part.i + 10)),
        AllocatedBytes: 64 * events, ResidentBytes: 1 << 30, Commits: 10, CommitSeconds: 0.1);
}
