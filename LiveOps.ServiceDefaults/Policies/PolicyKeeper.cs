using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Keeps each policy that comes into force, at start and whenever it changes, until the store has it.</summary>
internal sealed partial class PolicyKeeper<T>(PolicyFile<T> file, ILastGoodPolicy store, TimeProvider clock, ILogger<PolicyKeeper<T>> logger) : PolicyFollower<T>(file, clock) where T : class
{
    // A store that is not there keeps no service from starting.
    protected override bool IsNeededToStart => false;

    protected override async Task FollowAsync(CancellationToken cancellation)
    {
        await Task.Yield(); // nor one that blocks
        await store.KeepAsync(File.Json, cancellation);
    }

    protected override void TellDelay(Exception reason) => Log.NotKept(logger, reason.Message);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The policy in force could not be kept for the next start yet: {Reason}")]
        public static partial void NotKept(ILogger logger, string reason);
    }
}
