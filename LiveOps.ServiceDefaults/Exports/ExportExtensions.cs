using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>A service's exports, by an embedded system's own clock.</summary>
public static class ExportExtensions
{
    /// <summary>Has the embedded system export this service's tables (<see cref="IExportTable"/>) and archive its audit, each day at <c>EXPORT_AT</c>, where <c>EXPORT_TO</c> says where to.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">The service's name.</param>
    /// <exception cref="SettingException">A setting is wrong, or the folder cannot be made.</exception>
    public static void AddExports(this WebApplicationBuilder builder, string service)
    {
        ExportPlan plan = ExportPlan.Read(builder.Configuration);
        if (builder.Configuration.GetBusKind() != BusKind.Embedded)
            return;
        if (plan.To is not null)
            _ = ExportTargets.Open(plan); // one that cannot be used stops the start
        builder.Services.AddSingleton(provider => new ExportMetrics(provider.GetRequiredService<IMetricFactory>()));
        builder.Services.AddHostedService(provider => new ExportClock(
            plan.To is null ? null : Run(provider, service, plan), plan, provider.GetRequiredService<ExportMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ExportClock>>()));
    }

    internal static ExportRun Run(IServiceProvider provider, string service, ExportPlan plan)
    {
        List<IExportTable> tables = [.. provider.GetServices<IExportTable>()];
        if (provider.GetService<IAudit>() is { } audit)
            tables.Add(new AuditTable(service, audit));
        return new ExportRun(service, plan, ExportTargets.Open(plan), tables, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ExportRun>>(),
            provider.GetService<AuditSettings>()?.Keep);
    }
}
