using System.Text.Json.Nodes;

namespace LiveOps.AppHost.Aks.Description;

/// <summary>The metrics that services show in a cluster: docs/contract/metrics.txt, which is built in.</summary>
internal static class Metrics
{
    private const string Resource = "metrics.txt", InAClusterOnly = "# cluster: ";

    /// <summary>The metrics of services, in the document's order.</summary>
    /// <param name="services">Their names.</param>
    public static JsonArray Of(IReadOnlyList<string> services)
    {
        using var reader = new StreamReader(typeof(Metrics).Assembly.GetManifestResourceStream(Resource)!);
        var metrics = new JsonArray();
        while (reader.ReadLine() is { } line)
        {
            string[] words = (line.StartsWith(InAClusterOnly, StringComparison.Ordinal) ? line[InAClusterOnly.Length..] : line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // The journal is the embedded system's, and its exports are by its own clock.
            if (words.Length < 3 || words[0] == "#" || words[1].StartsWith("journal_", StringComparison.Ordinal) || words[1].StartsWith("export_", StringComparison.Ordinal))
                continue;
            foreach (string service in services.Where(service => service == words[0] || words[0] == "*"))
            {
                metrics.Add(new JsonObject
                {
                    ["service"] = service,
                    ["name"] = words[1],
                    ["type"] = words[2],
                    ["labels"] = new JsonArray([.. words[3..].Select(label => JsonValue.Create(label))]),
                });
            }
        }

        return metrics;
    }
}
