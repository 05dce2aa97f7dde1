using System.CommandLine;
using LiveOps.Bench;
using LiveOps.Bench.Reporting;

namespace LiveOps.Tests.Bench;

/// <summary>The report as its command writes it from the results that lie in a folder.</summary>
public sealed class The_report : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_part_run_again_replaces_its_own_results_and_those_of_the_others_stay()
    {
        Save("progression", day: 20, "the first reading", ("read p99", [10, 40, 60]));
        Save("leaderboard", day: 20, "the board", ("http top", [29_000, 30_000, 90_000]), ("http around", [1, 24_999, 90_000]));
        Save("progression", day: 21, "the second reading", ("read p99", [40, 51, 60]));
        string report = await WriteAsync();
        Assert.Contains("2026-11-20 12:00 to 2026-11-21 12:00 UTC; the parts took 3 minutes.", report, StringComparison.Ordinal);
        Assert.DoesNotContain("the first reading", report, StringComparison.Ordinal);

        // In the order of the parts, not of their runs.
        Assert.True(report.IndexOf("## Title of progression\n\nthe second reading\n\n", StringComparison.Ordinal) < report.IndexOf("## Title of leaderboard\n\nthe board\n\n", StringComparison.Ordinal));
        Assert.DoesNotContain("## Title of restart", report, StringComparison.Ordinal);

        Assert.Equal(["≤ 50.00", "51.00 (40.00–60.00)", "**no**"], Row(report, "Progression: a player read in process"));
        Assert.Equal(["≥ 30,000", "30,000 (29,000–90,000)", "yes"], Row(report, "Leaderboard: top-10 pages/s over HTTP"));
        Assert.Equal(["≥ 25,000", "24,999 (1–90,000)", "**no**"], Row(report, "Leaderboard: around-me/s over HTTP"));
        Assert.Equal(["≤ 3.00", "not measured", ""], Row(report, "Journal: seconds to replay"));

        // What holds it back is said of those that are not met, and of no other.
        string[] limits = [.. report[report.IndexOf("What bounds those that are not met:", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("- **", StringComparison.Ordinal))];
        Assert.Equal(2, limits.Length);
        Assert.StartsWith("- **Progression: a player read", limits[0], StringComparison.Ordinal);
        Assert.StartsWith("- **Leaderboard: around-me/s over HTTP", limits[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plots_lie_where_the_text_says()
    {
        var section = new Section("growth", "Title") { At = At(20) };
        section.Add("growth-players", "Events a second", Chart.Lines("<A & B>", "x", "y", false, [new Series("a", [(1, new Spread([1])), (10, new Spread([2]))])]));
        new Results(_folder.File("results")).Save(section);
        Assert.Contains("![Events a second](performance/growth-players.svg)", await WriteAsync(), StringComparison.Ordinal);
        var svg = System.Xml.Linq.XDocument.Load(_folder.File("performance/growth-players.svg"));
        Assert.Equal("<A & B>", svg.Root!.Elements().First().Value);
    }

    [Fact]
    public async Task A_part_that_there_is_not_writes_no_report()
    {
        Assert.NotEqual(0, await RunAsync("--write-only", "--only", "endtoent"));
        Assert.False(File.Exists(_folder.File("performance.md")));
    }

    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--seconds", "-1")]
    [InlineData("--connections", "0")]
    [InlineData("--only", "endtoent")]
    public void What_cannot_be_measured_is_refused_before_anything_runs(string option, string value)
    {
        ParseResult parsed = ReportCommand.Make().Parse([option, value]);

        Assert.Contains(option == "--only" ? "endtoent" : $"{option} must be 1 or more", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }

    /// <summary>Else a report over all parts would take a tenth of the players for all of them.</summary>
    [Fact]
    public void Results_of_a_quick_run_lie_apart_unless_a_folder_is_named()
    {
        foreach (Command command in PartCommands.All.Append(ReportCommand.Make()))
        {
            Assert.Equal(Results.DefaultFolder, PartCommands.FolderOf(command.Parse([])));
            Assert.Equal(Path.Combine(Results.DefaultFolder, "quick"), PartCommands.FolderOf(command.Parse(["--quick"])));
            Assert.Equal("/elsewhere", PartCommands.FolderOf(command.Parse(["--quick", "--results", "/elsewhere"])));
            Assert.Equal("/elsewhere", PartCommands.FolderOf(command.Parse(["--results", "/elsewhere"])));
        }
    }

    private static DateTimeOffset At(int day) => new(2026, 11, day, 12, 0, 0, TimeSpan.Zero);

    private static string[] Row(string report, string promise) =>
        [.. report.Split('\n').Single(line => line.StartsWith("| " + promise, StringComparison.Ordinal)).Split('|')[2..^1].Select(cell => cell.Trim())];

    private void Save(string part, int day, string text, params (string Name, double[] Rounds)[] figures)
    {
        var section = new Section(part, "Title of " + part) { At = At(day), Seconds = 90 };
        section.Say(text);
        foreach ((string name, double[] rounds) in figures)
            section.Figure(name, rounds);
        new Results(_folder.File("results")).Save(section);
    }

    private async Task<string> WriteAsync()
    {
        Assert.Equal(0, await RunAsync("--write-only"));
        return await File.ReadAllTextAsync(_folder.File("performance.md"));
    }

    private Task<int> RunAsync(params string[] arguments) =>
        ReportCommand.Make().Parse([.. arguments, "--results", _folder.File("results"), "--output", _folder.File("performance.md")]).InvokeAsync();
}
