using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Fairness.Policies;

/// <summary>The documents of the service.</summary>
internal static class Documents
{
    /// <summary>Rates, rules and what follows from flags.</summary>
    public static readonly PolicyName Fairness = new("fairness", "fairness");
}
