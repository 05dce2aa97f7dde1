using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LiveOps.Bench.Comparing;
using LiveOps.Bench.Reporting;

namespace LiveOps.Bench;

/// <summary>Measures this build against another, in turn.</summary>
internal static class CompareCommand
{
    /// <summary>The name of its results.</summary>
    public const string Name = "compare";

    private static readonly Option<string> With = new("--with") { Description = "Folder of the other build: of its LiveOps.Bench.dll, or of its clone.", Required = true };

    public static Command Make()
    {
        var parts = new Option<string[]>("--parts") { Description = "What is compared.", HelpName = "part", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["gateway", "endtoend", "cluster"] };
        parts.AcceptOnlyFromAmong([.. Parts.All.Select(part => part.Name)]);
        var command = new Command(Name, "Runs parts of this build and of another in turn, round by round, and prints the ratio of each figure. The machine's moods are in both.")
        {
            With, parts, PartCommands.Rounds, PartCommands.Seconds, PartCommands.Connections, PartCommands.Database, PartCommands.Quick, PartCommands.ResultsFolder,
        };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(parts)!));
        return command;
    }

    private static int Run(ParseResult parsed, string[] parts)
    {
        BenchOptions options = PartCommands.OptionsOf(parsed);
        DateTimeOffset at = TimeProvider.System.GetUtcNow();
        long start = Stopwatch.GetTimestamp();
        var section = new Section(Name, "This build and another, in turn");
        try
        {
            Build other = Build.In(parsed.GetValue(With)!);
            foreach (string part in parts)
                Compare(section, part, other, options);
        }
        catch (InvalidOperationException e)
        {
            System.Console.Error.WriteLine($"[{Name}] failed: {e.Message}");
            return 1;
        }

        section.At = at;
        section.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        section.Command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1));
        new Results(PartCommands.FolderOf(parsed)).Save(section);
        System.Console.WriteLine($"## {section.Title}\n\n{section.Text}");
        return 0;
    }

    private static void Compare(Section section, string part, Build other, BenchOptions options)
    {
        List<IReadOnlyDictionary<string, double>> theirs = [], ours = [];
        for (int round = 1; round <= options.Rounds; round++)
        {
            section.Progress(string.Create(CultureInfo.InvariantCulture, $"{part}, round {round} of {options.Rounds}"));
            // Who is first has the cooler machine: they take turns.
            foreach (Build build in round % 2 == 1 ? [other, Build.Own] : (Build[])[Build.Own, other])
                (build == other ? theirs : ours).Add(build.RunOnce(part, options));
        }

        var table = new Table(part, "the other build", "this build", "ratio, round by round", "median of the ratios");
        foreach (string figure in theirs[0].Keys.Where(name => theirs.Concat(ours).All(round => round.ContainsKey(name))))
        {
            double[] ratios = [.. theirs.Zip(ours, (their, our) => our[figure] / their[figure])];
            if (!ratios.All(double.IsFinite))
                continue; // nothing to divide by
            table.Add(
                figure,
                new Spread(theirs.Select(round => round[figure])).ToText("G4"),
                new Spread(ours.Select(round => round[figure])).ToText("G4"),
                string.Join(' ', ratios.Select(ratio => ratio.ToString("N2", CultureInfo.InvariantCulture))),
                section.Figure($"{part}: {figure}", ratios).Median.ToString("N2", CultureInfo.InvariantCulture));
        }

        section.Add(table);
    }
}
