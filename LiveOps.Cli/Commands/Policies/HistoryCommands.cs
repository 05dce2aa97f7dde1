using System.CommandLine;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands.Policies;

/// <summary>Versions that were, and that are to come.</summary>
internal static class HistoryCommands
{
    private static readonly Argument<string> Name = Documents.Name();
    private static readonly Option<int> Limit = Arguments.Number("--limit", "How many, the newest first.", 20, 1, 500);
    private static readonly Argument<string> Number = Arguments.Text<string>("version", "Which version.");
    private static readonly Option<string> Reason = Documents.Reason();

    public static Command Versions(Terminal terminal) => new ToolCommand("versions", "Who made which version, when and why.", "liveops policy versions boards") { Name, Limit }
        .Does(terminal, async (parsed, session, cancellation) => List(
            session,
            await Documents.CallAsync(session, HttpMethod.Get, parsed.GetValue(Name)!, "/versions", cancellation, [("limit", parsed.GetValue(Limit).ToString(System.Globalization.CultureInfo.InvariantCulture))]),
            "versions"));

    public static Command Scheduled(Terminal terminal) => new ToolCommand("scheduled", "Versions that are to come.", "liveops policy scheduled boards") { Name }
        .Does(terminal, async (parsed, session, cancellation) => List(session, await Documents.CallAsync(session, HttpMethod.Get, parsed.GetValue(Name)!, "/scheduled", cancellation), "scheduled"));

    public static Command CallOff(Terminal terminal) => new ToolCommand("call-off", "Calls off a version that is to come.", "liveops policy call-off boards 2 --reason \"not this year\"") { Name, Number, Reason }
        .Does(terminal, async (parsed, session, cancellation) =>
        {
            string number = parsed.GetValue(Number)!;
            ApiAnswer answer = await Documents.CallAsync(session, HttpMethod.Delete, parsed.GetValue(Name)!, "/scheduled/" + Uri.EscapeDataString(number), cancellation, [("reason", parsed.GetValue(Reason))]);
            if (session.IsJson)
                session.Terminal.Out.WriteLine(answer.Text.Length > 0 ? answer.Text : "{}");
            else
                session.Terminal.Out.WriteLine($"version {PlainText.Of(number)} is called off");
            return ExitCode.Ok;
        });

    private static int List(Session session, ApiAnswer answer, string member)
    {
        if (session.IsJson)
        {
            session.Terminal.Out.WriteLine(answer.Json.ValueKind == JsonValueKind.Array ? answer.Text : answer.JsonObject);
            return ExitCode.Ok;
        }

        var table = new TextTable(session.Terminal.IsOutSeen, "version#", "status", "effective at", "author", "reason");
        foreach (JsonElement one in (answer.Json.ValueKind == JsonValueKind.Array ? answer.Json : answer.Json.GetProperty(member)).EnumerateArray())
            table.Add(Text(one, "version"), Text(one, "status"), Text(one, "effectiveAt"), Text(one, "author"), Text(one, "reason"));
        table.Write(session.Terminal);
        return ExitCode.Ok;
    }

    private static string Text(JsonElement json, string member) => json.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
