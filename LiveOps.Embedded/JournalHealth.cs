using LiveOps.Core.Bus.Journal;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.Embedded;

/// <summary>
/// Whether the journal can be written, for the gateway's readiness and the log: without it no event is accepted. It is tried again whenever somebody asks,
/// so that the gateway is ready by itself once there is room, also when nobody sends it anything.
/// </summary>
internal sealed partial class JournalHealth(Journal journal, string folder)
{
    private const string Limit = "the file system, or a limit of the process (ulimit -f), lets no file be so large";

    // As .NET hands the system's errors on: ENOSPC, EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] NoSpace = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>For the gateway's <c>/readyz</c>.</summary>
    public HealthCheckResult Check()
    {
        journal.TryAgain();
        return journal.Failure switch
        {
            null => HealthCheckResult.Healthy(),
            { } failure when IsFull(failure) => HealthCheckResult.Unhealthy("no space is left for the journal; no event is accepted until there is"),
            { } failure when IsTooLarge(failure) => HealthCheckResult.Unhealthy($"the journal's file may not grow: {Limit}; what is larger is not accepted"),
            _ => HealthCheckResult.Unhealthy("the journal cannot be written; the log says why"),
        };
    }

    /// <summary>Has it told in the log when the journal cannot be written any more, and when it can again: one line each.</summary>
    public void TellIn(ILogger logger) => journal.FailureChanged = failure =>
    {
        if (failure is null)
            Log.Written(logger, folder);
        else if (IsFull(failure))
            Log.Full(logger, folder);
        else if (IsTooLarge(failure))
            Log.TooLarge(logger, folder, Limit);
        else if (!DiskTrouble.Is(failure.GetBaseException()))
            Log.Broken(logger, failure, folder);
        else
            Log.Failed(logger, folder, failure.GetBaseException().Message);
    };

    private static bool IsTooLarge(Exception failure) => DiskTrouble.IsTooLarge(failure.GetBaseException());

    private static bool IsFull(Exception failure) => failure.GetBaseException() is IOException e && NoSpace.Contains(e.HResult);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "No space is left on the disk of {Folder}: the journal cannot be written, and no event is accepted until there is.")]
        public static partial void Full(ILogger logger, string folder);

        [LoggerMessage(LogLevel.Error, "The journal in {Folder} cannot be written, and no event is accepted until it can: {Reason}")]
        public static partial void Failed(ILogger logger, string folder, string reason);

        [LoggerMessage(LogLevel.Error, "A group could not be written to the journal in {Folder}: {Limit}. What is larger is not accepted.")]
        public static partial void TooLarge(ILogger logger, string folder, string limit);

        [LoggerMessage(LogLevel.Error, "The journal in {Folder} cannot be written, and no event is accepted until it can.")]
        public static partial void Broken(ILogger logger, Exception e, string folder);

        [LoggerMessage(LogLevel.Information, "The journal in {Folder} can be written again.")]
        public static partial void Written(ILogger logger, string folder);
    }
}
