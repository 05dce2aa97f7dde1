using System.CommandLine;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands.Policies;

/// <summary>Checking, trying and changing documents.</summary>
internal static class ChangeCommands
{
    private static readonly Argument<string> Name = Documents.Name(), Source = Documents.File();
    private static readonly Option<string> Reason = Documents.Reason();
    private static readonly Option<string?> At = Documents.At();
    private static readonly Option<string> NeedAt = new("--at") { Description = "When it comes into force by itself, as 2026-12-01T00:00:00Z.", Required = true };
    private static readonly Option<string?> IfMatch = new("--if-match") { Description = "The version that was read; else the one in force now is changed, whichever it is.", HelpName = "version" };
    private static readonly Option<int> First = Arguments.Number("--first", "How many cases of each change are told.", 20, 0, 200);
    private static readonly Option<int> Version = new("--to") { Description = "The version whose text comes back; 0 is the one built in.", HelpName = "n", Required = true };

    public static Command Validate(Terminal terminal) => new ToolCommand("validate", "Checks a document as put would, and changes nothing.", "liveops policy validate boards boards.json") { Name, Source, At }
        .Does(terminal, async (parsed, session, cancellation) => Documents.Tell(
            session,
            await Documents.CallAsync(session, HttpMethod.Post, parsed.GetValue(Name)!, "/validate", cancellation, [("effectiveAt", Moment(parsed.GetValue(At)))], Documents.Read(session, parsed.GetValue(Source)!)),
            answer => string.Join('\n', ["valid", .. Documents.Effects(answer)])));

    public static Command DryRun(Terminal terminal) => new ToolCommand(
        "dry-run", "Tries a document on what was really played, and says what it would have done; changes nothing.", "liveops policy dry-run progression progression.json") { Name, Source, At, First }
        .Does(terminal, async (parsed, session, cancellation) => Documents.Tell(
            session,
            await Documents.CallAsync(
                session, HttpMethod.Post, parsed.GetValue(Name)!, "/dry-run", cancellation,
                [("effectiveAt", Moment(parsed.GetValue(At))), ("first", parsed.GetValue(First).ToString(System.Globalization.CultureInfo.InvariantCulture))], Documents.Read(session, parsed.GetValue(Source)!)),
            Tried));

    public static Command Put(Terminal terminal) => new ToolCommand(
        "put", "Makes a new version of a document. With --if-match it is refused when somebody else changed it since it was read.", "liveops policy put boards boards.json --reason \"the anniversary\"") { Name, Source, Reason, At, IfMatch }
        .Does(terminal, (parsed, session, cancellation) => PutAsync(session, parsed.GetValue(Name)!, parsed.GetValue(Source)!, parsed.GetValue(Reason)!, parsed.GetValue(At), parsed.GetValue(IfMatch), cancellation));

    public static Command Schedule(Terminal terminal) => new ToolCommand(
        "schedule", "Makes a version that comes into force by itself, later.", "liveops policy schedule boards boards.json --at 2030-12-01T00:00:00Z --reason \"the winter season\"") { Name, Source, NeedAt, Reason, IfMatch }
        .Does(terminal, (parsed, session, cancellation) => PutAsync(session, parsed.GetValue(Name)!, parsed.GetValue(Source)!, parsed.GetValue(Reason)!, parsed.GetValue(NeedAt), parsed.GetValue(IfMatch), cancellation));

    public static Command Rollback(Terminal terminal) => new ToolCommand(
        "rollback", "Makes a new version with the text of a former one.", "liveops policy rollback boards --to 0 --reason \"too much\"") { Name, Version, Reason, At }
        .Does(terminal, async (parsed, session, cancellation) => Documents.Tell(
            session,
            await Documents.CallAsync(
                session, HttpMethod.Post, parsed.GetValue(Name)!, "/rollback", cancellation,
                [("version", parsed.GetValue(Version).ToString(System.Globalization.CultureInfo.InvariantCulture)), ("reason", parsed.GetValue(Reason)), ("effectiveAt", Moment(parsed.GetValue(At)))]),
            Documents.Made));

    private static async Task<int> PutAsync(Session session, string name, string source, string reason, string? at, string? ifMatch, CancellationToken cancellation)
    {
        string document = Documents.Read(session, source);
        string? version = ifMatch is null ? (await Documents.CallAsync(session, HttpMethod.Get, name, "", cancellation)).ETag : $"\"{ifMatch.Trim('"')}\"";
        ApiAnswer made = await Documents.CallAsync(session, HttpMethod.Put, name, "", cancellation, [("reason", reason), ("effectiveAt", Moment(at))], document, version);
        return Documents.Tell(session, made, Documents.Made);
    }

    private static string? Moment(string? at) => at is null ? null : Durations.Text(Durations.Moment(at, "--at"));

    private static string Tried(JsonElement answer)
    {
        JsonElement looked = answer.GetProperty("looked");
        var lines = new List<string> { $"looked at {looked.GetProperty("players")} players and {looked.GetProperty("events")} events{(answer.GetProperty("cutShort").ValueKind == JsonValueKind.String ? $", not at all of them ({answer.GetProperty("cutShort")})" : "")}" };
        lines.AddRange(Documents.Effects(answer));
        foreach (JsonElement change in answer.GetProperty("changes").EnumerateArray())
        {
            string of = change.TryGetProperty("of", out JsonElement what) && what.ValueKind == JsonValueKind.String ? " " + what : "";
            lines.Add($"{change.GetProperty("what")}{of}: {change.GetProperty("gained")} gained, {change.GetProperty("lost")} lost, {change.GetProperty("same")} the same");
            lines.AddRange(change.GetProperty("first").EnumerateArray().Select(one => $"  {one.GetRawText()}"));
        }

        return string.Join('\n', lines);
    }
}
