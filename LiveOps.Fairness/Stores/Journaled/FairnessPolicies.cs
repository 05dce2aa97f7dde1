using LiveOps.Core.Bus;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>
/// Brings the policy file into force through the journal, so that a replay judges by the policy of its time: at start, before any request,
/// and whenever the file changes.
/// </summary>
internal sealed partial class FairnessPolicies(PolicyFile<FairnessPolicy> file, FairnessState state, ICommandLog commands, TimeProvider clock, ILogger<FairnessPolicies> logger)
    : PolicyFollower<FairnessPolicy>(file, clock)
{
    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        if (JournaledFile.IsBaseDue(File, state.Document))
            await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Policy(File.BuiltIn.Span), cancellation);
        if (JournaledFile.CommandDue(File, state.Document) is { } command)
            await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Document(command), cancellation);
    }

    /// <inheritdoc/>
    protected override void TellDelay(Exception reason) => Log.NotInForce(logger, reason.Message);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The changed policy could not be written to the journal yet and is not in force: {Reason}")]
        public static partial void NotInForce(ILogger logger, string reason);
    }
}
