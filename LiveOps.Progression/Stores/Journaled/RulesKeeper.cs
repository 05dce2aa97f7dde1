using LiveOps.Core.Bus;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>
/// Brings the rules of the policy file into force by way of the journal, at start and whenever the file changes, so that a replay
/// applies each event under the rules that it was first applied under.
/// </summary>
internal sealed partial class RulesKeeper(PolicyFile<ProgressionRules> file, ProgressionState state, ICommandLog commands, ProgressionMetrics metrics, TimeProvider clock, ILogger<RulesKeeper> logger)
    : PolicyFollower<ProgressionRules>(file, clock)
{
    /// <summary>Completes when the file's rules are in force, so that the service takes no call under older ones.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        state.CountIn(metrics); // the journal was replayed before services start
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        if (JournaledFile.IsBaseDue(File, state.Document))
            await commands.ExecuteAsync(state.Name, (byte[])[(byte)CommandKind.Rules, .. File.BuiltIn.Span], cancellation);
        if (JournaledFile.CommandDue(File, state.Document) is { } command)
            await commands.ExecuteAsync(state.Name, (byte[])[(byte)CommandKind.Document, .. command], cancellation);
    }

    /// <inheritdoc/>
    protected override void TellDelay(Exception reason) => Log.Delayed(logger, reason);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The changed rules could not be written to the journal yet; the rules before them stay in force.")]
        public static partial void Delayed(ILogger logger, Exception e);
    }
}
