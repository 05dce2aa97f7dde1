using LiveOps.Fairness;

namespace LiveOps.Bench.Servers;

/// <summary>
/// The policies that servers under test run with: those that come with the services, but each player may send 1,000 events a second. Ten
/// thousand players at the rates measured would else be over their 50, and what is measured be refusals.
/// </summary>
internal static class BenchPolicies
{
    private const string Rates = "\"rates\": { \"perSecond\": 50, \"burst\": 100 }", Raised = "\"rates\": { \"perSecond\": 1000, \"burst\": 2000 }";

    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "fairness.json"), Fairness());
    }

    /// <summary>Fairness's.</summary>
    public static string Fairness()
    {
        using var reader = new StreamReader(typeof(FairnessExtensions).Assembly.GetManifestResourceStream("fairness.json")!);
        string policy = reader.ReadToEnd();
        return policy.Contains(Rates, StringComparison.Ordinal)
            ? policy.Replace(Rates, Raised, StringComparison.Ordinal)
            : throw new InvalidOperationException("fairness.json has other rates than the benchmark knows: adapt BenchPolicies");
    }
}
