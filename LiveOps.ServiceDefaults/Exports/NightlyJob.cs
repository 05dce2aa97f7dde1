using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Exports.Targets;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>
/// <c>nightly</c>: a service's batch in a cluster, in place of the service, for a scheduler to start. It archives the days that are over, exports, and then lets go of what is kept no longer; a word behind it
/// does one of these alone. Each may be cut off and run again, and is done whatever became of the one before; but where the archive failed the audit stays.
/// </summary>
public static partial class NightlyJob
{
    private const string Export = "export", Archive = "archive", Retain = "retain";

    /// <summary>The command.</summary>
    public static readonly ProgramCommand Command = new("nightly", "archives, exports and lets go of what is old, or one of these alone, and ends", $"[{Export}|{Archive}|{Retain}]");

    /// <summary>Runs it.</summary>
    /// <param name="builder">The service's builder, with defaults, its database, its audit and its tables.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="part">What stood behind the command; null for all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SettingException">The word is none of the three, or a setting is wrong.</exception>
    /// <exception cref="ProgramFailedException">Something could not be written, or the database cannot be had.</exception>
    public static async Task RunNightlyAsync(this WebApplicationBuilder builder, string service, string? part, CancellationToken cancellation = default)
    {
        if (part is not (null or Export or Archive or Retain))
            throw new SettingException($"{part} is nothing that the command {Command.Name} does alone: {Export}, {Archive} or {Retain}.");
        ExportPlan plan = ExportPlan.Read(builder.Configuration);
        if (plan.To is null && part is Export or Archive)
            throw new SettingException("EXPORT_TO is not set: say where exports go.");
        await using WebApplication app = builder.Build(); // for what it holds; it is never started
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(NightlyJob).FullName!);
        var parts = new EachPart(logger, cancellation);
        bool isArchived = true;
        if (plan.To is null)
            Log.NowhereToGo(logger);
        else
            isArchived = await WriteAsync(app.Services, ExportExtensions.Run(app.Services, service, plan), part, parts);
        if (part is null or Retain)
            await LetGoAsync(app.Services, isArchived, parts, logger);
        try
        {
            parts.End();
        }
        catch (Exception e) when (e is ExportException or StoreUnavailableException)
        {
            throw new ProgramFailedException($"The nightly work failed: {e.Message}.", e);
        }
    }

    // Whether the archive has what it should have.
    private static async Task<bool> WriteAsync(IServiceProvider services, ExportRun run, string? part, EachPart parts)
    {
        bool isArchived = part is not (null or Archive) || await parts.TryAsync(Archive, run.ArchiveAsync);
        if (part is null or Export)
        {
            DateOnly today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
            await parts.TryAsync(Export, token => run.ExportAsync(today, token));
            await parts.TryAsync("old exports", run.ForgetAsync);
        }

        return isArchived;
    }

    private static async Task LetGoAsync(IServiceProvider services, bool isArchived, EachPart parts, ILogger logger)
    {
        foreach (IRetention retention in services.GetServices<IRetention>().Append(new AuditRetention(services.GetRequiredService<IAudit>())))
        {
            if (retention is AuditRetention && !isArchived)
                Log.Stays(logger, retention.Name);
            else if (await parts.TryAsync(retention.Name, retention.ForgetAsync))
                Log.LetGo(logger, retention.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "EXPORT_TO is not set: nothing is exported or archived.")]
        public static partial void NowhereToGo(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "What is older than is kept stays, because it could not be archived: {What}.")]
        public static partial void Stays(ILogger logger, string what);

        [LoggerMessage(LogLevel.Information, "What is older than is kept is let go of: {What}.")]
        public static partial void LetGo(ILogger logger, string what);
    }
}
