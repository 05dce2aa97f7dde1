using System.CommandLine;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client;
using LiveOps.Client.Boards;

namespace LiveOps.Cli.Commands;

/// <summary>A board's ranks as they change, by Server-Sent Events.</summary>
internal static class TailCommand
{
    private static readonly Argument<string> Board = Arguments.Text<string>("board", "Which.");
    private static readonly Option<string> Window = Arguments.Window("daily");
    private static readonly Option<int> Limit = Arguments.Number("--limit", "The first how many ranks.", 10, 1, 1000);
    private static readonly Option<int> Count = Arguments.Number("--count", "End after so many pages; 0: never.", 0, 0, int.MaxValue);

    public static Command Make(Terminal terminal) => new ToolCommand(
        "tail",
        "Follows the first ranks of a board live, a line for each that changed, until Ctrl+C. With --json a page a line.",
        "liveops tail arena --limit 3 --count 1",
        "liveops tail arena --window all --limit 3 --count 1 --json") { Board, Window, Limit, Count }.Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        await using LiveOpsClient client = session.NewClient();
        BoardWindow window = Enum.Parse<BoardWindow>(parsed.GetValue(Window)!, ignoreCase: true);
        int left = parsed.GetValue(Count);
        var before = new Dictionary<string, BoardEntry>(StringComparer.Ordinal);
        // The stream is connected again for ever; whether anybody is there at all is asked first.
        try
        {
            await session.WithinPatienceAsync(ServiceName.Leaderboard, bound => client.BoardAsync(parsed.GetValue(Board)!, window, 1, 0, bound), cancellation);
        }
        catch (ArgumentException e)
        {
            throw CliFault.Usage($"{PlainText.Of(parsed.GetValue(Board)!)} is no board's name: 1 to 64 characters of A-Z, a-z, 0-9 and _ . : -", e);
        }

        try
        {
            await foreach (BoardPage page in client.LiveAsync(parsed.GetValue(Board)!, window, parsed.GetValue(Limit), cancellation))
            {
                if (session.IsJson)
                    JsonText.Write(session.Terminal, new { board = page.Board, period = page.Period, total = page.Total, entries = page.Entries });
                else
                    Tell(session.Terminal, page, before);
                await session.Terminal.Out.FlushAsync(cancellation);
                if (--left == 0)
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }

        return ExitCode.Ok;
    }

    private static void Tell(Terminal terminal, BoardPage page, Dictionary<string, BoardEntry> before)
    {
        foreach (BoardEntry entry in page.Entries)
        {
            string player = entry.PlayerId ?? "";
            if (before.TryGetValue(player, out BoardEntry? was) && was.Rank == entry.Rank && was.Score == entry.Score)
                continue;
            string moved = was is null ? "new" : was.Rank == entry.Rank ? "" : was.Rank > entry.Rank ? $"up {was.Rank - entry.Rank}" : $"down {entry.Rank - was.Rank}";
            terminal.Out.WriteLine(FormattableString.Invariant($"{terminal.Clock.GetLocalNow():HH:mm:ss}  {entry.Rank,4}. {PlainText.Of(player),-24} {entry.Score,12}  {moved}").TrimEnd());
        }

        before.Clear();
        foreach (BoardEntry entry in page.Entries)
            before[entry.PlayerId ?? ""] = entry;
    }
}
