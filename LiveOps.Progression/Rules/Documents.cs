using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Progression.Rules;

/// <summary>The documents of the service.</summary>
internal static class Documents
{
    /// <summary>Levels, bosses, items and rewards.</summary>
    public static readonly PolicyName Progression = new("progression", "progression");
}
