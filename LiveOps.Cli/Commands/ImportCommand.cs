using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Importing;
using LiveOps.Cli.Mappings;
using LiveOps.Cli.Shell;
using LiveOps.Client.Events;

namespace LiveOps.Cli.Commands;

/// <summary>A file of another system's, as events.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string?> Source = Arguments.Text<string?>("file", "The file, also compressed (.gz); - is the input.", isOptional: true);
    private static readonly Option<string?> Format = Arguments.Format(), Mapping = Arguments.Mapping();
    private static readonly Option<string[]> Columns = Arguments.Columns(), Values = Arguments.Values();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read all of it, say what would be sent, send nothing." };
    private static readonly Option<bool> Again = new("--again") { Description = "Begin at the first row, though a former run came further, or to the end. What was sent within DEDUPE_HOURS still counts once." };
    private static readonly Option<bool> Schema = new("--mapping-schema") { Description = "Print the JSON schema of mapping files." };
    private static readonly Option<string?> State = new("--state") { Description = "Where it is kept how far the import came; else FILE.liveops-import.", HelpName = "file" };
    private static readonly Option<string?> Rejects = new("--rejects") { Description = "Write the rows that do not count here, a JSON object a line.", HelpName = "file" };
    private static readonly Option<int> MaxErrors = Arguments.Number("--max-errors", "How many rows may be bad or rejected before it stops.", 100, 0, int.MaxValue);
    private static readonly Option<int> Parallel = Arguments.Number("--parallel", "Requests side by side.", 4, 1, 16);

    public static Command Make(Terminal terminal) => new ToolCommand(
        "import",
        "Sends the rows of a file as events: CSV, NDJSON, exports of Nakama's and PlayFab's leaderboards, XML by a mapping. A row's id follows from what it says, so a file sent twice within DEDUPE_HOURS counts once, and one that was imported whole is refused; what is interrupted goes on where it was.",
        "liveops import scores.csv --set board=arena --dry-run",
        "liveops import scores.csv --set board=arena --rejects rejected.ndjson",
        "liveops import records.json --format nakama",
        "liveops import legacy.xml --mapping legacy-mapping.json") { Source, Format, Mapping, Columns, Values, DryRun, Again, State, Rejects, MaxErrors, Parallel, Schema }.Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        if (parsed.GetValue(Schema))
        {
            session.Terminal.Out.WriteLine(MappingFile.Schema());
            return ExitCode.Ok;
        }

        string path = parsed.GetValue(Source) ?? throw CliFault.Usage("name the file: liveops import scores.csv");
        ImportSource source = ImportSource.Make(path, parsed.GetValue(Format), parsed.GetValue(Mapping), parsed.GetValue(Columns)!, parsed.GetValue(Values)!);
        var options = new ImportOptions
        {
            IsDryRun = parsed.GetValue(DryRun),
            IsAgain = parsed.GetValue(Again),
            State = parsed.GetValue(State),
            Rejects = parsed.GetValue(Rejects),
            MaxErrors = parsed.GetValue(DryRun) ? long.MaxValue : parsed.GetValue(MaxErrors),
            Parallel = parsed.GetValue(Parallel),
        };
        await using var import = new Import(session, source, options);
        try
        {
            await new Meter(session.Terminal, "importing", () => import.Progress).ShowAsync(() => import.RunAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new CliFault(ExitCode.Interrupted, $"interrupted after {import.Counts.Rows} rows. Run the same again: {(source.IsFile ? "it goes on there" : "what was sent counts once")}.");
        }

        return Tell(session, import, options.IsDryRun);
    }

    private static int Tell(Session session, Import import, bool isDryRun)
    {
        Checkpoint counts = import.Counts;
        if (session.IsJson)
        {
            JsonText.Write(session.Terminal, new
            {
                rows = counts.Rows,
                counted = counts.Counted,
                notCounted = counts.Faults,
                problems = counts.Problems,
                resumedAt = import.ResumedAt,
                dryRun = isDryRun,
                first = isDryRun ? import.First.Select(Show) : null,
            });
        }
        else
        {
            foreach (GameEvent one in import.First)
                session.Terminal.Out.WriteLine(JsonText.Of(Show(one)));
            session.Terminal.Out.WriteLine($"{counts.Rows} rows: {counts.Counted} {(isDryRun ? "would be sent" : "count")}{string.Concat(counts.Problems.Select(problem => $", {problem.Value} {problem.Key}"))}");
        }

        return counts.Faults == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static object Show(GameEvent one) => new { id = one.Id, playerId = one.PlayerId, type = one.Type.ToString(), subject = one.Subject, value = one.Value, occurredAt = one.At?.UtcDateTime };
}
