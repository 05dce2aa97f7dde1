using System.Threading.Channels;

namespace LiveOps.ServiceDefaults.Upkeep;

/// <summary>
/// Calls somebody who waits to do something. However often it rings while they are at it, they come once more; whoever rings waits for nothing, and may hold
/// a lock.
/// </summary>
public sealed class Bell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Rings.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Answers it, by one caller, until it is told to stop: then it returns.</summary>
    /// <param name="answer">What is done each time. What it throws ends it.</param>
    /// <param name="stop">Ends it.</param>
    public async Task AnswerAsync(Func<Task> answer, CancellationToken stop)
    {
        try
        {
            await foreach (bool _ in _rung.Reader.ReadAllAsync(stop))
                await answer();
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stop.IsCancellationRequested)
        {
            // The end: see Rounds.
        }
    }
}
