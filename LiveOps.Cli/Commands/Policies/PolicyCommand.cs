using System.CommandLine;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands.Policies;

/// <summary>Documents with versions, which change the game while it runs. All calls are operators'.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string> Name = Documents.Name();
    private static readonly Option<string?> Version = new("--version-number") { Description = "A former version; else the one in force.", HelpName = "n" };
    private static readonly Option<bool> Comments = new("--comments") { Description = "As it was written, comments included." };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "The file; else the output.", HelpName = "file" };

    public static Command Make(Terminal terminal) => new Command("policy", "Reads and changes what is data: boards, leagues, live events, rules, rates. Operator.")
    {
        new ToolCommand("list", "Which documents there are, and which version is in force.", "liveops policy list").Does(terminal, ListAsync),
        new ToolCommand("get", "Prints a document.", "liveops policy get boards --out boards.json", "liveops policy get progression --comments") { Name, Version, Comments, Out }.Does(terminal, GetAsync),
        DiffCommand.Make(terminal),
        ChangeCommands.Validate(terminal),
        ChangeCommands.DryRun(terminal),
        ChangeCommands.Put(terminal),
        ChangeCommands.Schedule(terminal),
        ChangeCommands.Rollback(terminal),
        HistoryCommands.Versions(terminal),
        HistoryCommands.Scheduled(terminal),
        HistoryCommands.CallOff(terminal),
    };

    private static async Task<int> ListAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        using Api api = session.NewApi();
        var all = new List<JsonElement>();
        foreach (ServiceName service in Documents.Services)
            all.AddRange((await api.GetAsync(service, "/v1/policies", cancellation, asOperator: true)).Json.GetProperty("policies").EnumerateArray());
        if (session.IsJson)
        {
            JsonText.Write(session.Terminal, new { policies = all });
            return ExitCode.Ok;
        }

        var table = new TextTable(session.Terminal.IsOutSeen, "policy", "version", "managed by file", "scheduled#");
        foreach (JsonElement one in all)
            table.Add(one.GetProperty("policy"), one.GetProperty("version"), one.GetProperty("managedByFile"), one.GetProperty("scheduled"));
        table.Write(session.Terminal);
        return ExitCode.Ok;
    }

    private static async Task<int> GetAsync(ParseResult parsed, Session session, CancellationToken cancellation)
    {
        string text = await TextAsync(session, parsed.GetValue(Name)!, parsed.GetValue(Version), parsed.GetValue(Comments), cancellation);
        if (parsed.GetValue(Out) is not { } path)
        {
            session.Terminal.Out.WriteLine(text);
            return ExitCode.Ok;
        }

        await File.WriteAllTextAsync(path, text.EndsWith('\n') ? text : text + "\n", cancellation);
        session.Note($"{parsed.GetValue(Name)} in {path}");
        return ExitCode.Ok;
    }

    /// <summary>A document's text: the one in force, or of a version.</summary>
    public static async Task<string> TextAsync(Session session, string name, string? version, bool comments, CancellationToken cancellation)
    {
        if (version is null)
            return (await Documents.CallAsync(session, HttpMethod.Get, name, "", cancellation, [("comments", comments ? "true" : null)])).Document;
        JsonElement document = (await Documents.CallAsync(session, HttpMethod.Get, name, "/versions/" + Uri.EscapeDataString(version), cancellation)).Json.GetProperty("document");
        return document.ValueKind == JsonValueKind.String ? document.GetString()! : document.GetRawText();
    }
}
