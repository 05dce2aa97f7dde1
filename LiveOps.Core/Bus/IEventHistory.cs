namespace LiveOps.Core.Bus;

/// <summary>Past messages that a bus still keeps though all have had them. Not every bus has any.</summary>
public interface IEventHistory
{
    /// <summary>The events that are still kept, oldest first: payloads of <see cref="BusMessageKind.Events"/>, each borrowed until the next is asked for.</summary>
    /// <param name="since">Batches accepted before it need not come: Unix ticks.</param>
    /// <param name="isOver">Asked before each message, whether it comes or not: true ends it. There may be far more that is passed over than comes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BusUnavailableException">The bus cannot be had.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long since, Func<ValueTask<bool>> isOver, CancellationToken cancellation);
}
