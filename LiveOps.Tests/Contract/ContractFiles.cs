using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Contract;

/// <summary>The public contract as files: <c>docs/contract/</c>.</summary>
internal static class ContractFiles
{
    // Bicep reads no file of more than 131,072 characters, and a third of these would be blanks: each value has its line, and none is indented.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 0, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "contract");

    /// <summary>Every problem type there is, by name.</summary>
    public static IReadOnlyList<ProblemType> Problems { get; } =
        [.. typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ProblemType>().OrderBy(problem => problem.Name, StringComparer.Ordinal)];

    /// <summary>The documents that operators change: of which service each is.</summary>
    public static IReadOnlyList<(Type Service, string Document)> Schemas { get; } =
        [(typeof(LiveOps.Fairness.FairnessExtensions), "fairness"), (typeof(LiveOps.Progression.ProgressionExtensions), "progression"), (typeof(LiveOps.Leaderboard.LeaderboardExtensions), "boards"),
            (typeof(LiveOps.Leaderboard.LeaderboardExtensions), "leagues"), (typeof(LiveOps.Leaderboard.LeaderboardExtensions), "live-events"), (typeof(LiveOps.Gateway.GatewayExtensions), "intake")];

    /// <summary>A document's schema, as its service has it.</summary>
    public static string Schema(Type service, string document)
    {
        using var reader = new StreamReader(service.Assembly.GetManifestResourceStream(document + ".schema.json")!);
        return reader.ReadToEnd();
    }

    public static string Document(string service) => Path.Combine(Folder, service + ".openapi.json");

    /// <summary>The files as they would be written now, by name.</summary>
    public static IEnumerable<(string File, string[] Lines)> Now(ServiceDocuments documents)
    {
        foreach (string service in ServiceDocuments.Services)
            yield return (service + ".openapi.json", JsonSerializer.Serialize(documents[service], Indented).ReplaceLineEndings("\n").Split('\n'));
        foreach ((Type service, string document) in Schemas)
            yield return (document + ".schema.json", Schema(service, document).TrimEnd('\n').Split('\n'));
        yield return ("problems.txt", ["# Problem types: name, status, title.", .. Problems.Select(problem => $"{problem.Name} {problem.Status} {problem.Title}")]);
        yield return ("settings.txt", ["# Settings by name.", .. KnownSettings.Names.Order(StringComparer.Ordinal)]);
    }
}
