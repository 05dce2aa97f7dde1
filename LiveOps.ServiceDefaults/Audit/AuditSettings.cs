using LiveOps.Core.Audit;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Audit;

/// <summary>How long the audit is kept.</summary>
/// <param name="Keep">For how long: <c>AUDIT_DAYS</c>.</param>
/// <param name="Entries">How many entries at most, in memory or in Redis: <c>AUDIT_ENTRIES</c>. In SQL only time counts.</param>
public sealed record AuditSettings(TimeSpan Keep, int Entries)
{
    /// <summary>The most entries that may be kept in memory or in Redis.</summary>
    public const int MostEntries = 1_000_000;

    private const int FewestEntries = 1_000, MostDays = 3653;

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingException">One of them is out of its range.</exception>
    public static AuditSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromDays(configuration.GetWhole("AUDIT_DAYS", AuditTrail.DefaultDays, 1, MostDays)),
        configuration.GetWhole("AUDIT_ENTRIES", AuditTrail.DefaultMost, FewestEntries, MostEntries));

    /// <summary>An empty trail that keeps so much.</summary>
    public AuditTrail NewTrail() => new(Entries, Keep);
}
