using LiveOps.Core.Ids;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>The rules in force in this replica: its policy file's, as soon as it has changed.</summary>
internal sealed class RulesInForce(PolicyFile<ProgressionRules> file)
{
    private volatile Edition? _edition;

    /// <summary>The rules, and what they are known by.</summary>
    /// <param name="Rules">The rules.</param>
    /// <param name="Json">All of them.</param>
    /// <param name="Number">The same for the same rules in every replica; never 0.</param>
    internal sealed record Edition(ProgressionRules Rules, byte[] Json, long Number);

    public Edition Current
    {
        get
        {
            ProgressionRules rules = file.Current;
            Edition? edition = _edition;
            return edition is not null && ReferenceEquals(edition.Rules, rules) ? edition : _edition = Make(rules);
        }
    }

    private static Edition Make(ProgressionRules rules)
    {
        byte[] json = RulesJson.Write(rules);
        return new Edition(rules, json, (long)(ulong)(IdHash.Of(json) >> 65) | 1);
    }
}
