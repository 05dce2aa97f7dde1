using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Comparing;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Exporting;
using LiveOps.Cli.Importing;
using LiveOps.Cli.Shell;
using LiveOps.Client;
using LiveOps.Client.Boards;

namespace LiveOps.Cli.Commands;

/// <summary>Whether a board has what a file of another backend says.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> Board = Arguments.Text<string>("board", "Which board.");
    private static readonly Argument<string> Source = Arguments.Text<string>("file", "What the other backend has.");
    private static readonly Option<string> Window = Arguments.Window("all");
    private static readonly Option<string?> Format = Arguments.Format(), Mapping = Arguments.Mapping();
    private static readonly Option<string[]> Columns = Arguments.Columns(), Values = Arguments.Values();
    private static readonly Option<KeepRule> Keep = new("--keep") { Description = "What counts of several rows of a player: best, last, sum." };
    private static readonly Option<string?> Counter = new("--counter") { Description = "The counter whose events of the file the board ranks; needed where the file has several, or scores too." };
    private static readonly Option<bool> LowestBest = new("--lowest-best") { Description = "The lowest score is best, as with times." };
    private static readonly Option<int> Top = Arguments.Number("--top", "How many of the best are compared in order.", 10, 1, 1000);
    private static readonly Option<int> Show = Arguments.Number("--show", "How many differing players are named.", 20, 0, 100_000);

    public static Command Make(Terminal terminal) => new ToolCommand(
        "compare",
        "Compares a board with a file of an existing backend, for migrations: players, sums, the best, and who differs. Exits with 1 where they are not alike.",
        "liveops compare arena scores.csv --set board=arena",
        "liveops compare arena records.json --format nakama --top 100") { Board, Source, Window, Format, Mapping, Columns, Values, Counter, Keep, LowestBest, Top, Show }.Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        string board = parsed.GetValue(Board)!;
        bool isLowestBest = parsed.GetValue(LowestBest);
        IEnumerable<string> values = parsed.GetValue(Values)!;
        ImportSource source = ImportSource.Make(parsed.GetValue(Source)!, parsed.GetValue(Format), parsed.GetValue(Mapping), parsed.GetValue(Columns)!, values);
        Standing file = FileStanding.Read(session.Terminal, source, board, parsed.GetValue(Counter), parsed.GetValue(Keep), isLowestBest);
        using Api api = session.NewApi();
        Standing there = await BoardStanding.ReadAsync(BoardTable.Make(api, board, parsed.GetValue(Window)!, null, _ => { }), cancellation);
        await using LiveOpsClient client = session.NewClient();
        BoardWindow window = Enum.Parse<BoardWindow>(parsed.GetValue(Window)!, ignoreCase: true);
        there = await BoardStanding.CompleteAsync(there, file.Scores.Keys, players => client.RanksAsync(board, window, players, cancellation));
        var comparison = new Comparison(file, there, parsed.GetValue(Top), isLowestBest);
        int show = parsed.GetValue(Show);
        if (session.IsJson)
            TellJson(session, comparison, show);
        else
            Tell(session.Terminal, comparison, parsed.GetValue(Top), show);
        return comparison.IsAlike ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void TellJson(Session session, Comparison comparison, int show) => JsonText.Write(session.Terminal, new
    {
        alike = comparison.IsAlike,
        file = new { players = comparison.File.Count, sum = comparison.File.Sum.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        board = new { players = comparison.Board.Count, sum = comparison.Board.Sum.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        topAlike = comparison.TopIsAlike,
        onlyInFile = comparison.OnlyInFile,
        onlyOnBoard = comparison.OnlyOnBoard,
        otherScore = comparison.OtherScore,
        differences = comparison.Differences.Take(show),
    });

    private static void Tell(Terminal terminal, Comparison comparison, int top, int show)
    {
        new TextTable(terminal.IsOutSeen, "", "file#", "board#")
            .Add("players", comparison.File.Count, comparison.Board.Count)
            .Add("sum of scores", comparison.File.Sum, comparison.Board.Sum)
            .Write(terminal);
        terminal.Out.WriteLine($"the best {top}: {(comparison.TopIsAlike ? "alike" : "not alike")}");
        if (comparison.IsAlike)
        {
            terminal.Out.WriteLine("alike: every player has the same score in both.");
            return;
        }

        terminal.Out.WriteLine($"not alike: {comparison.OnlyInFile} players only in the file, {comparison.OnlyOnBoard} only on the board, {comparison.OtherScore} with another score");
        var table = new TextTable(terminal.IsOutSeen, "player", "file#", "board#");
        foreach (PlayerDifference one in comparison.Differences.Take(show))
            table.Add(one.PlayerId, one.InFile, one.OnBoard);
        table.Write(terminal);
    }
}
