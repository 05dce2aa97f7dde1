using LiveOps.Bench.Reporting;

namespace LiveOps.Tests.Bench;

public sealed class Tables_of_the_report
{
    [Fact]
    public void Cells_stand_under_their_headings_whatever_their_lengths()
    {
        var table = new Table("", "events/s", "p99 ms");
        table.Add("embedded", "512,345 (1–2)", "4.0");
        table.Add("HMAC", "9", "");
        Assert.Equal(
            """
            |          | events/s      | p99 ms |
            |----------|---------------|--------|
            | embedded | 512,345 (1–2) | 4.0    |
            | HMAC     | 9             |        |
            """,
            table.ToString());
    }
}
