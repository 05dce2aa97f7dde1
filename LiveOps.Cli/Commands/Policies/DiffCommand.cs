using System.CommandLine;
using System.Text.Json;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using Spectre.Console;

namespace LiveOps.Cli.Commands.Policies;

/// <summary>What a file would change in a document.</summary>
internal static class DiffCommand
{
    private const int Around = 3;

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Argument<string> Name = Documents.Name(), Source = Documents.File();
    private static readonly Option<string?> Version = new("--version-number") { Description = "Compare with a former version; else with the one in force.", HelpName = "n" };

    public static Command Make(Terminal terminal) => new ToolCommand(
        "diff", "Shows what a file would change in a document; exits with 1 where that is anything. Comments and layout are passed over.", "liveops policy diff boards boards.json") { Name, Source, Version }.Does(terminal, RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        string file = Laid(Documents.Read(session, parsed.GetValue(Source)!), parsed.GetValue(Source)!);
        string now = Laid(await PolicyCommand.TextAsync(session, parsed.GetValue(Name)!, parsed.GetValue(Version), false, cancellation), "the answer");
        List<DiffPiece> lines = InlineDiffBuilder.Diff(now, file).Lines;
        bool isAlike = lines.TrueForAll(line => line.Type == ChangeType.Unchanged);
        if (session.IsJson)
            JsonText.Write(session.Terminal, new { alike = isAlike, changes = lines.Where(line => line.Type != ChangeType.Unchanged).Select(line => new { change = line.Type == ChangeType.Inserted ? "added" : "removed", text = line.Text.Trim() }) });
        else
            Show(session.Terminal, lines);
        return isAlike ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Show(Terminal terminal, List<DiffPiece> lines)
    {
        IAnsiConsole drawing = terminal.Drawing();
        int last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            if (!lines.Skip(Math.Max(0, i - Around)).Take((2 * Around) + 1 - Math.Max(0, Around - i)).Any(line => line.Type != ChangeType.Unchanged))
                continue;
            if (last >= 0 && last != i - 1)
                drawing.WriteLine("…");
            last = i;
            (string mark, Color color) = lines[i].Type switch
            {
                ChangeType.Inserted => ("+ ", Color.Green),
                ChangeType.Deleted => ("- ", Color.Red),
                _ => ("  ", Color.Default),
            };
            drawing.Write(new Text(mark + PlainText.Of(lines[i].Text) + "\n", new Style(color)));
        }
    }

    // Both in one layout, so that only what they say is compared.
    private static string Laid(string text, string whose)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return JsonSerializer.Serialize(json.RootElement, Layout);
        }
        catch (JsonException e)
        {
            throw CliFault.Usage($"{whose} is not JSON, in line {e.LineNumber + 1}: {JsonText.Words(e)}", e);
        }
    }
}
