using LiveOps.ServiceDefaults.Exports.Targets;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>Opens where exports go.</summary>
internal static class ExportTargets
{
    /// <summary>The target that a plan names.</summary>
    /// <exception cref="SettingException">It cannot be used.</exception>
    public static IExportTarget Open(ExportPlan plan) => plan.IsBlob ? new BlobTarget(new Uri(plan.To!), plan.Connection) : new FolderTarget(plan.To!);
}
