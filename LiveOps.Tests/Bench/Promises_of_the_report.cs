using LiveOps.Bench;
using LiveOps.Bench.Reporting;

namespace LiveOps.Tests.Bench;

public sealed class Promises_of_the_report
{
    [Theory]
    [InlineData(new[] { 1.0, 0.75, 0.1 }, true)]
    [InlineData(new[] { 9.0, 0.7499, 0.7499 }, false)] // shown as 0.75, and still not met
    [InlineData(new[] { 0.8 }, true)]
    public void What_must_be_at_least_a_bound_is_met_by_a_median_at_it_or_above(double[] rounds, bool met) =>
        Assert.Equal(("≥ 0.75", new Spread(rounds).ToText("N2"), met), Judge(Promise.Least("", "part", "figure", 0.75, "N2", _ => ""), rounds));

    [Theory]
    [InlineData(new[] { 50.0, 1, 99 }, true)]
    [InlineData(new[] { 1, 50.001, 60 }, false)]
    [InlineData(new[] { 3.0 }, true)]
    public void What_must_be_at_most_a_bound_is_met_by_a_median_at_it_or_below(double[] rounds, bool met) =>
        Assert.Equal(("≤ 50", new Spread(rounds).ToText(), met), Judge(Promise.Most("", "part", "figure", 50, "N0", _ => ""), rounds));

    [Fact]
    public void What_was_not_measured_is_neither_met_nor_missed()
    {
        Promise promise = Promise.Most("", "part", "figure", 50, "N0", _ => "");
        Assert.Equal(("≤ 50", "not measured", null), promise.Judge(new Figures(new Dictionary<string, Section>())));
        Assert.Equal(("≤ 50", "not measured", null), promise.Judge(new Figures(new Dictionary<string, Section> { ["part"] = new Section("part", "") })));
    }

    /// <summary>A promise on a part that nobody runs would stand in every report as not measured.</summary>
    [Fact]
    public void Every_promise_is_measured_by_a_part_that_there_is() => Assert.Empty(Promises.All.Select(promise => promise.Part).Except(Parts.All.Select(part => part.Name)));

    private static (string Promised, string Measured, bool? Met) Judge(Promise promise, double[] rounds)
    {
        var section = new Section("part", "");
        section.Figure("figure", rounds);
        return promise.Judge(new Figures(new Dictionary<string, Section> { ["part"] = section }));
    }
}
