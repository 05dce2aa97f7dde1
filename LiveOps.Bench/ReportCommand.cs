using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench;

/// <summary>
/// Runs the parts one after the other, each in a process of its own, so that none leaves memory or trouble to the next, and writes the report
/// from what they left.
/// </summary>
internal static class ReportCommand
{
    private static readonly Option<string[]> Only = NamesOfParts("--only", "Parts to run, by the names of their commands; of the others the last results are used.");
    private static readonly Option<bool> WriteOnly = new("--write-only") { Description = "Run nothing: write the report from the last results." };
    private static readonly Option<string?> Output = new("--output") { Description = "The report's file; docs/performance.md, or with --quick one beside the results." };

    public static Command Make()
    {
        var command = new Command("report", "Runs every part and writes docs/performance.md, with plots, and with what was promised and whether it is met. About twelve minutes.")
        {
            Only, WriteOnly, Output, PartCommands.Rounds, PartCommands.Seconds, PartCommands.Connections, PartCommands.Quick, PartCommands.ResultsFolder,
        };
        command.SetAction(Run);
        return command;
    }

    private static Option<string[]> NamesOfParts(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "part", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong([.. Parts.All.Select(part => part.Name)]);
        return option;
    }

    private static int Run(ParseResult parsed)
    {
        bool quick = parsed.GetValue(PartCommands.Quick);
        string folder = PartCommands.FolderOf(parsed);
        string output = parsed.GetValue(Output) ?? (quick ? Path.Combine(folder, "performance.md") : Path.Combine(Results.Root, "docs", "performance.md"));
        string[] only = parsed.GetValue(Only) ?? [];
        var failed = new List<string>();
        long start = Stopwatch.GetTimestamp();
        if (!parsed.GetValue(WriteOnly))
        {
            Part[] run = [.. Parts.All.Where(part => only.Length == 0 || only.Contains(part.Name))];
            for (int i = 0; i < run.Length; i++)
            {
                System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== {run[i].Name}, {i + 1} of {run.Length}, after {Stopwatch.GetElapsedTime(start):mm\\:ss}"));
                // A second chance: what fails once in ten minutes of load is most often the machine's.
                if (!RunPart(run[i].Name, parsed, folder, quick) && !RunPart(run[i].Name, parsed, folder, quick))
                    failed.Add(run[i].Name);
            }
        }

        var results = new Results(folder);
        Report.Write(Path.GetFullPath(output), [.. Parts.All.Select(part => part.Name).Append(CompareCommand.Name).Select(results.Load).OfType<Section>()], "dotnet run -c Release --project LiveOps.Bench -- report" + (quick ? " --quick" : ""));
        System.Console.WriteLine($"{output} written");
        foreach (string name in failed)
            System.Console.Error.WriteLine($"{name} failed; when that is mended: report --only {name}");
        return failed.Count == 0 ? 0 : 1;
    }

    private static bool RunPart(string part, ParseResult parsed, string folder, bool quick)
    {
        List<string> arguments =
        [
            part,
            "--rounds", $"{parsed.GetValue(PartCommands.Rounds)}",
            "--seconds", $"{parsed.GetValue(PartCommands.Seconds)}",
            "--connections", $"{parsed.GetValue(PartCommands.Connections)}",
            "--results", folder,
        ];
        if (quick)
            arguments.Add("--quick");
        ProcessStartInfo start = OwnProcess.StartInfo([.. arguments]);
        start.RedirectStandardOutput = true; // its tables will stand in the report
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
