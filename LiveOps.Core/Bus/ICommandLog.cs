namespace LiveOps.Core.Bus;

/// <summary>Where an embedded service puts what is asked of it besides events (a claim, a block, a rollover), so that it is durable.</summary>
public interface ICommandLog
{
    /// <summary>
    /// Appends a command for one <see cref="IJournaledState"/>. Completes when the command is durable and applied, with what
    /// <see cref="IJournaledState.Execute"/> returned; a throw of Execute is rethrown here (and the command has no effect, now or on replay).
    /// </summary>
    /// <exception cref="BusUnavailableException">
    /// It could not be made durable. Or it is, and the state has stopped since: then it takes effect once that can go on.
    /// </exception>
    Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default);
}
