using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Gateway.Intake.Stores;

/// <summary>The embedded gateway's document: the file's, else the version in force by the time, else what is built in. The file is kept in the journal, for a start with one that is wrong.</summary>
internal sealed partial class JournaledIntake(
    PolicyFile<IntakePolicy> file, JournaledPolicy<IntakePolicy> document, ICommandLog commands, TimeProvider clock, ILogger<JournaledIntake> logger)
    : PolicyFollower<IntakePolicy>(file, clock), ICurrentIntake
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    public IntakePolicy Current => File.IsOfFile ? File.Current : document.At(Math.Max(_clock.Now(), document.Latest)) ?? File.Current;

    /// <inheritdoc/>
    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        if (JournaledFile.CommandDue(File, document) is { } command)
            await commands.ExecuteAsync(GatewayJournal.Consumer, GatewayJournal.Document(command), cancellation);
    }

    /// <inheritdoc/>
    protected override void TellDelay(Exception reason) => Log.NotKept(logger, reason.Message);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The changed file of the intake could not be written to the journal yet, for the next start: {Reason}")]
        public static partial void NotKept(ILogger logger, string reason);
    }
}
