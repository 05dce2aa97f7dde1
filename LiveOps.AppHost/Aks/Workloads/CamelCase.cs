namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>Names of the model as names of a chart's values: Helm reads <c>.Values.otlpEndpoint</c>, and no hyphens.</summary>
internal static class CamelCase
{
    /// <summary><c>progression-migration</c> is <c>progressionMigration</c>.</summary>
    public static string Of(string name) => string.Concat(name.Split('-').Select((part, at) => at == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
