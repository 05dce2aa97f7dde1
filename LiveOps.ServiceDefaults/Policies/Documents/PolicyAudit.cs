using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Json;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>What the audit has of a version: which was in force, which is made, and what is different in it.</summary>
internal static class PolicyAudit
{
    /// <summary>What is after a version was called off.</summary>
    public const string CalledOff = """{"status":"calledOff"}""";

    /// <summary>The version as the audit has it.</summary>
    public static string Told(PolicyVersion version) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"version":{{version.Number}},"effectiveAt":"{{UnixTicks.ToUtc(version.EffectiveAt):yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}}"{{(version.Restores is null ? "" : $",\"restores\":{version.Restores}")}}}""");

    /// <summary>The entry of a version that is made.</summary>
    /// <param name="entry">Who makes it, and why.</param>
    /// <param name="changes">Where texts are.</param>
    /// <param name="document">The document.</param>
    /// <param name="inForce">The version that it takes the place of; 0 for the one built in.</param>
    /// <param name="write">What is written.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async ValueTask<AuditEntry> OfAsync(AuditEntry entry, PolicyChanges changes, IPolicyDocument document, int inForce, PolicyWrite write, CancellationToken cancellation) => entry with
    {
        Before = Version(inForce),
        After = Told(write.Changed),
        Patch = Patch(await changes.TextAsync(document, inForce, cancellation), PolicyText.Unpack(write.Packed!)),
    };

    /// <summary>A version that was in force.</summary>
    public static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $$"""{"version":{{number}}}""");

    /// <summary>What is different; empty where it cannot be said, or is too long: both versions can be read.</summary>
    public static string Patch(byte[]? before, byte[]? after)
    {
        if (before is null || after is null)
            return "";
        try
        {
            string patch = JsonPatch.Between(before, after);
            return patch.Length <= AuditEntry.MaxPatch ? patch : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ""; // text that no UTF-16 can hold
        }
    }
}
