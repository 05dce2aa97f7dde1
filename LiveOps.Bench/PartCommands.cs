using System.CommandLine;
using System.Diagnostics;
using LiveOps.Bench.Cluster;
using LiveOps.Bench.Reporting;

namespace LiveOps.Bench;

/// <summary>A command for each part.</summary>
internal static class PartCommands
{
    public static readonly Option<int> Rounds = OneOrMore("--rounds", "Counted rounds of everything, after one to warm up.", 5);
    public static readonly Option<int> Seconds = OneOrMore("--seconds", "Length of a round of load.", 2);
    public static readonly Option<int> Connections = OneOrMore("--connections", "Connections, each with one request under way.", 64);
    public static readonly Option<bool> Quick = new("--quick") { Description = "Two rounds of one second, a tenth of the players: only to see that it works." };
    public static readonly Option<string> ResultsFolder = new("--results") { Description = "Folder of the results.", DefaultValueFactory = _ => Results.DefaultFolder };

    public static readonly Option<string> Database = OneOf("--database", "The database of a cluster.", Databases.Kinds);

    public static IEnumerable<Command> All => Parts.All.Select(part =>
    {
        var command = new Command(part.Name, part.Description) { Rounds, Seconds, Connections, Database, Quick, ResultsFolder };
        command.SetAction(parsed => RunAsync(part, parsed));
        return command;
    });

    /// <summary>Where results lie. Those of a quick run lie by themselves unless a folder is named: no report may take them for the others.</summary>
    public static string FolderOf(ParseResult parsed) => parsed.GetValue(Quick) && parsed.GetResult(ResultsFolder) is null or { Implicit: true }
        ? Path.Combine(Results.DefaultFolder, "quick")
        : parsed.GetValue(ResultsFolder)!;

    /// <summary>How much is measured, as the command line says.</summary>
    public static BenchOptions OptionsOf(ParseResult parsed)
    {
        bool quick = parsed.GetValue(Quick);
        return new BenchOptions
        {
            Rounds = quick ? 2 : parsed.GetValue(Rounds),
            Duration = TimeSpan.FromSeconds(quick ? 1 : parsed.GetValue(Seconds)),
            Connections = parsed.GetValue(Connections),
            Database = parsed.GetValue(Database) ?? Databases.Kinds[0], // the report has no such option
            Quick = quick,
        };
    }

    private static Option<int> OneOrMore(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} must be 1 or more.");
        });
        return option;
    }

    private static Option<string> OneOf(string name, string description, string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static async Task<int> RunAsync(Part part, ParseResult parsed)
    {
        BenchOptions options = OptionsOf(parsed);
        DateTimeOffset at = TimeProvider.System.GetUtcNow();
        long start = Stopwatch.GetTimestamp();
        try
        {
            Section section = await part.RunAsync(options);
            section.At = at;
            section.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            section.Command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1));
            new Results(FolderOf(parsed)).Save(section);
            System.Console.WriteLine($"## {section.Title}\n\n{section.Text}");
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or TimeoutException)
        {
            System.Console.Error.WriteLine($"[{part.Name}] failed: {e.Message}");
            return 1;
        }
    }
}
