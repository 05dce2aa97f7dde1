using LiveOps.Bench.Reporting;

namespace LiveOps.Tests.Bench;

public sealed class The_spread_of_rounds
{
    [Theory]
    [InlineData(new[] { 7.0 }, 7, 7, 7)]
    [InlineData(new[] { 9.0, 1, 5 }, 5, 1, 9)]
    [InlineData(new[] { 100.0, 20, 3, 1, 50 }, 20, 1, 100)]
    [InlineData(new[] { 10.0, 20 }, 15, 10, 20)] // a quick report has two rounds: the better one is not their median
    [InlineData(new[] { 8.0, 2, 4, 100 }, 6, 2, 100)]
    public void The_median_is_the_middle_of_the_rounds_in_any_order_between_the_least_and_the_most(double[] rounds, double median, double min, double max)
    {
        var spread = new Spread(rounds);
        Assert.Equal((median, min, max), (spread.Median, spread.Min, spread.Max));
    }

    [Fact]
    public void The_text_says_all_three_in_the_same_way_everywhere() => Assert.Equal("1,234.50 (2.00–70,000.00)", new Spread([70_000, 2, 1234.5]).ToText("N2"));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_round_that_came_to_nothing_fails_its_part_instead_of_standing_in_the_report(double round) =>
        Assert.Throws<InvalidOperationException>(() => new Section("part", "").Figure("figure", [1, round, 3]));
}
