using System.CommandLine;
using System.Text;
using System.Text.Json;
using LiveOps.Cli.Asking;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Commands.Policies;

/// <summary>Which service has a document, where its calls are, and reading one from a file.</summary>
internal static class Documents
{
    private const long MostBytes = 1 << 20;

    private static readonly (string Name, ServiceName Service)[] All =
        [("boards", ServiceName.Leaderboard), ("leagues", ServiceName.Leaderboard), ("live-events", ServiceName.Leaderboard), ("progression", ServiceName.Progression), ("fairness", ServiceName.Fairness), ("intake", ServiceName.Gateway)];

    public static readonly IReadOnlyList<ServiceName> Services = [ServiceName.Leaderboard, ServiceName.Progression, ServiceName.Fairness, ServiceName.Gateway];

    public static Argument<string> Name()
    {
        var argument = Arguments.Text<string>("name", "Which document.");
        argument.AcceptOnlyFromAmong([.. All.Select(one => one.Name)]);
        return argument;
    }

    public static Argument<string> File() => Arguments.Text<string>("file", "The document; - is the input.");

    public static Option<string> Reason() => new("--reason") { Description = "Why, for the audit.", Required = true };

    public static Option<string?> At() => new("--at") { Description = "When it comes into force by itself, as 2026-12-01T00:00:00Z; else at once." };

    /// <summary>A call about a document.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="method">How.</param>
    /// <param name="name">Which document.</param>
    /// <param name="path">What stands behind its name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="query">Names and values; null values are left out.</param>
    /// <param name="body">A document.</param>
    /// <param name="ifMatch">The version that is changed.</param>
    /// <exception cref="CliFault">It was refused; every fault of a document is in the message.</exception>
    public static async Task<ApiAnswer> CallAsync(
        Session session, HttpMethod method, string name, string path, CancellationToken cancellation, (string Name, string? Value)[]? query = null, string? body = null, string? ifMatch = null)
    {
        using Api api = session.NewApi();
        string said = string.Join('&', (query ?? []).Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        ApiAnswer answer = await api.SendAsync(
            method, All.First(one => one.Name == name).Service, $"/v1/policies/{name}{path}{(said.Length > 0 ? "?" + said : "")}", cancellation, body, asOperator: true, ifMatch);
        return answer.IsSuccess ? answer : throw (answer.Problem == "invalid-policy" ? CliFault.Failed(Faults(answer)) : Api.Refused(answer));
    }

    /// <summary>Reads a document, bounded as the services bound it.</summary>
    public static string Read(Session session, string path)
    {
        try
        {
            using Stream stream = path == "-" ? session.Terminal.OpenInput() : System.IO.File.OpenRead(path);
            byte[] bytes = new byte[MostBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MostBytes ? Encoding.UTF8.GetString(bytes, 0, length) : throw CliFault.Usage($"{path} is longer than {MostBytes >> 20} MiB, which no document is.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFault.Usage($"{PlainText.Of(path)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Prints an answer: as it is in JSON, else its members and lists in words.</summary>
    public static int Tell(Session session, ApiAnswer answer, Func<JsonElement, string> words)
    {
        session.Terminal.Out.WriteLine(session.IsJson ? answer.JsonObject : PlainLines(words(answer.Json)));
        return ExitCode.Ok;
    }

    /// <summary>What a version that was made is: in force, or to come, and what that does.</summary>
    public static string Made(JsonElement made)
    {
        string when = made.GetProperty("inForce").GetBoolean() ? "in force" : $"scheduled for {made.GetProperty("effectiveAt")}";
        return string.Join('\n', [$"{made.GetProperty("policy")} version {made.GetProperty("version")} is {when}", .. Effects(made)]);
    }

    public static IEnumerable<string> Effects(JsonElement answer) =>
        answer.TryGetProperty("effects", out JsonElement effects) && effects.ValueKind == JsonValueKind.Array ? effects.EnumerateArray().Select(effect => "  " + effect) : [];

    private static string PlainLines(string text) => string.Join('\n', text.Split('\n').Select(PlainText.Of));

    private static string Faults(ApiAnswer answer)
    {
        IEnumerable<string> faults = answer.Json.TryGetProperty("faults", out JsonElement list)
            ? list.EnumerateArray().Select(fault => $"line {fault.GetProperty("line")}, {fault.GetProperty("pointer")}: {fault.GetProperty("reason")}")
            : [answer.Detail];
        return $"invalid-policy: the document was refused, and nothing has changed. {string.Join("; ", faults)}";
    }
}
