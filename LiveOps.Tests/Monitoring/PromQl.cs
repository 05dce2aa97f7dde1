using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.Tests.Contract;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Monitoring;

/// <summary>PromQL, read by Prometheus's own grammar (the npm package <c>@prometheus-io/lezer-promql</c>).</summary>
internal static class PromQl
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static string Folder { get; } = Path.Combine(Repository.Root, "LiveOps.Tests", "Monitoring", "tools");

    /// <summary>What expressions are made of, in their order.</summary>
    public static async Task<IReadOnlyList<Expression>> ReadAsync(IReadOnlyList<string> expressions)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), $"The packages of npm are not there: ./test installs them, or npm ci in {Folder}.");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("expressions.json"), JsonSerializer.Serialize(expressions), TestContext.Current.CancellationToken);
        (int exitCode, string output) = await NodeProgram.RunAsync(Folder, Path.Combine(Folder, "expressions.js"), [], folder.File("expressions.json"));
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<Expression[]>(output, Web)!;
    }

    /// <param name="Errors">Where it is no PromQL.</param>
    /// <param name="Selectors">The series it selects.</param>
    /// <param name="Labels">The labels it groups and matches by.</param>
    internal sealed record Expression(string[] Errors, Selector[] Selectors, string[] Labels);

    /// <param name="Name">The metric; null where only labels select.</param>
    /// <param name="Matchers">By which labels.</param>
    internal sealed record Selector(string? Name, Matcher[] Matchers)
    {
        /// <summary>Whether a value of a label is selected.</summary>
        public bool Takes(string label, string value) => Matchers.Where(matcher => matcher.Label == label).All(matcher => matcher.Takes(value));
    }

    /// <param name="Label">Which label.</param>
    /// <param name="Op"><c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</param>
    /// <param name="Value">A value, or a regular expression for all of it.</param>
    internal sealed record Matcher(string Label, string Op, string Value)
    {
        public bool Takes(string value) => Op switch
        {
            "=" => value == Value,
            "!=" => value != Value,
            "=~" => Regex.IsMatch(value, $"^(?:{Value})$"),
            _ => !Regex.IsMatch(value, $"^(?:{Value})$"),
        };
    }
}
