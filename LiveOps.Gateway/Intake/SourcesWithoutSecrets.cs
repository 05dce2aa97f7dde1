using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Intake.Senders;
using LiveOps.Gateway.Intake.Stores;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Gateway.Intake;

/// <summary>Names the sources that cannot be let in because something is not set: in the log, at start and whenever they change, and to whoever changes the document.</summary>
internal sealed partial class SourcesWithoutSecrets(ICurrentIntake intake, SenderCheck senders, TimeProvider clock, ILogger<SourcesWithoutSecrets> logger)
    : BackgroundService, IPolicyEffects<IntakePolicy>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private string _told = "";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> TellAsync(IntakePolicy policy, long at, CancellationToken cancellation) => new(
        [.. Missing(policy).Select(one => $"The source {one.Source} is not let in until {one.Setting} is set."), .. Alike(policy), .. Again(policy)]);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(Interval, clock, _ => LookAsync(), stoppingToken);

    private Task LookAsync()
    {
        try
        {
            string missing = string.Join(", ", Missing(intake.Current).Select(one => $"{one.Source} ({one.Setting})"));
            if (missing.Length > 0 && missing != _told)
                Log.NotLetIn(logger, missing);
            _told = missing;
        }
        catch (StoreUnavailableException)
        {
            // It is not known yet; the next round asks again.
        }

        return Task.CompletedTask;
    }

    // Two systems that number their rows each from 1 are the rule, and not the exception.
    private static IEnumerable<string> Alike(IntakePolicy policy) =>
        from sources in policy.Sources.Where(source => source.Fields.ContainsKey("id")).GroupBy(source => source.IdPrefix, StringComparer.Ordinal)
        where sources.Count() > 1
        select $"Rows of {string.Join(", ", sources.Select(source => source.Id))} with the same id and player are one event: an idPrefix for each tells them apart.";

    private static IEnumerable<string> Again(IntakePolicy policy) => policy.Sources.Where(source => source.MaxAgeHours is null)
        .Select(source => $"Rows of {source.Id} that are sent again later than DEDUPE_HOURS count again: maxAgeHours refuses them.");

    private IEnumerable<(string Source, string Setting)> Missing(IntakePolicy policy) =>
        from source in policy.Sources let setting = senders.Missing(source) where setting is not null select (source.Id, setting);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Sources that send rows are not let in, because a setting is missing: {Sources}.")]
        public static partial void NotLetIn(ILogger logger, string sources);
    }
}
