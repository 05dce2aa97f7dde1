using System.Text.Json;
using LiveOps.Core.Ids;

namespace LiveOps.Progression.Grants;

/// <summary>What an operator grants: immutable. Its id makes it once for each player.</summary>
/// <param name="Id">The caller's, an id.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Xp">XP; less than 0 takes it away, 0 for none.</param>
/// <param name="Items">How many of which item, sorted by name; less than 0 takes them away.</param>
/// <param name="Counters">How much for which counter, sorted by name; less than 0 counts down.</param>
/// <param name="Reward">A reward to be claimed; null for none.</param>
internal sealed record GrantContent(
    string Id, string By, string Reason, long Xp, IReadOnlyList<(string Item, long Quantity)> Items, IReadOnlyList<(string Counter, long Amount)> Counters, string? Reward)
{
    /// <summary>The most items of one grant.</summary>
    public const int MaxItems = 16;

    /// <summary>The most counters of one grant.</summary>
    public const int MaxCounters = 16;

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 200;

    /// <summary>The same for the same grant, whoever asks for it: what tells another one under the same id.</summary>
    public UInt128 Fingerprint { get; } = FingerprintOf(Id, Reason, Xp, Items, Counters, Reward);

    private static UInt128 FingerprintOf(
        string id, string reason, long xp, IReadOnlyList<(string Item, long Quantity)> items, IReadOnlyList<(string Counter, long Amount)> counters, string? reward)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            json.WriteStringValue(id);
            json.WriteStringValue(reason);
            json.WriteNumberValue(xp);
            json.WriteStringValue(reward);
            foreach ((string item, long quantity) in items)
            {
                json.WriteStringValue(item);
                json.WriteNumberValue(quantity);
            }

            // Behind a list of their own, so that a grant without any has the fingerprint that it always had.
            if (counters.Count > 0)
                json.WriteStartArray();
            foreach ((string counter, long amount) in counters)
            {
                json.WriteStringValue(counter);
                json.WriteNumberValue(amount);
            }

            if (counters.Count > 0)
                json.WriteEndArray();
            json.WriteEndArray();
        }

        return IdHash.Of(bytes.ToArray());
    }
}
