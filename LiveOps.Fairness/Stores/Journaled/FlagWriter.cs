using LiveOps.Core.Bus;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>
/// Sends flags to the journal without waiting for it: the answer must not, and the flag counts in memory already. A flag that cannot be
/// made durable is told of and counts until the process ends; its event was not made durable either, for the bus is down.
/// </summary>
internal sealed partial class FlagWriter(ICommandLog commands, ILogger<FlagWriter> logger)
{
    public void Write(List<Raised> raised)
    {
        foreach (Raised each in raised)
            _ = WriteAsync(each.Flag);
    }

    private async Task WriteAsync(Flag flag)
    {
        try
        {
            await commands.ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Flag(flag));
        }
        catch (Exception e) when (e is BusUnavailableException or ObjectDisposedException or OperationCanceledException)
        {
            Log.Lost(logger, flag.Rule, flag.EventId, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A flag of rule {Rule} for event {EventId} could not be made durable: {Reason}")]
        public static partial void Lost(ILogger logger, string rule, string eventId, string reason);
    }
}
