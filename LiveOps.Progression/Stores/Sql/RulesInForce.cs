using LiveOps.Core.Ids;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>The rules in force: the document's, by the time that they are asked for.</summary>
internal sealed class RulesInForce(IPolicies<ProgressionRules> policies)
{
    // How players are written. Another number for the same rules than in the versions of this program that gave their rows no version: so what those write during a rolling update
    // is told apart by the rules that they say the player was judged under.
    private const byte Writes = 2;

    private volatile Edition? _edition;

    /// <summary>The rules, and what they are known by.</summary>
    /// <param name="Rules">The rules.</param>
    /// <param name="Json">All of them.</param>
    /// <param name="Number">The same for the same rules in every replica; never 0.</param>
    internal sealed record Edition(ProgressionRules Rules, byte[] Json, long Number);

    /// <summary>Those in force now.</summary>
    public Edition Current => Of(policies.Current);

    /// <summary>Those that judge what was accepted at a moment.</summary>
    public async ValueTask<Edition> AtAsync(long accepted, CancellationToken cancellation) => Of((await policies.BetweenAsync(accepted, accepted, cancellation)).At(accepted, out _)!);

    private Edition Of(ProgressionRules rules)
    {
        Edition? edition = _edition;
        return edition is not null && ReferenceEquals(edition.Rules, rules) ? edition : _edition = Make(rules);
    }

    private static Edition Make(ProgressionRules rules)
    {
        byte[] json = RulesJson.Write(rules);
        return new Edition(rules, json, (long)(ulong)(IdHash.Of([.. json, Writes]) >> 65) | 1);
    }
}
