using System.Text.Json;
using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Monitoring.Dashboards;

/// <summary>LogQL or TraceQL, read by Grafana's own grammars (the npm packages <c>@grafana/lezer-logql</c> and <c>@grafana/lezer-traceql</c>).</summary>
/// <param name="Errors">Where it is none.</param>
/// <param name="Streams">The labels that its streams are selected by.</param>
/// <param name="Fields">What is asked of the lines.</param>
internal sealed record GrafanaQuery(string[] Errors, string[] Streams, string[] Fields)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>What queries are made of, in their order.</summary>
    /// <param name="language"><c>logql</c> or <c>traceql</c>.</param>
    /// <param name="queries">The queries.</param>
    public static async Task<IReadOnlyList<GrafanaQuery>> ReadAsync(string language, IReadOnlyList<string> queries)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("queries.json"), JsonSerializer.Serialize(queries), TestContext.Current.CancellationToken);
        (int exitCode, string output) = await NodeProgram.RunAsync(PromQl.Folder, Path.Combine(PromQl.Folder, "queries.js"), [], language, folder.File("queries.json"));
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<GrafanaQuery[]>(output, Web)!;
    }
}
