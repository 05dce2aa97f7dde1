using LiveOps.Core.Events;
using Microsoft.Extensions.Logging;

namespace LiveOps.Core.Bus.Journal;

/// <summary>The journal as the bus of the embedded system: publishing and commands append to it, and it feeds the consumers.</summary>
public sealed class JournalBus : IEventBus, ICommandLog, IDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly Journal _journal;
    private readonly List<JournalConsumer> _consumers = [];
    private long _publishedEvents;

    /// <param name="journal">An open journal; closed with the bus.</param>
    public JournalBus(Journal journal)
    {
        _journal = journal;
        journal.GivenUp = payload => Interlocked.Add(ref _publishedEvents, -EventBatch.CountOf(JournalRecord.Message(payload)));
    }

    /// <summary>What is still kept of what was published.</summary>
    public IEventHistory History => new JournalHistory(_journal);

    /// <summary>Who is fed.</summary>
    public IReadOnlyList<JournalConsumer> Consumers => _consumers;

    /// <summary>Events published since the start, without those that the disk then refused: consumers will never see them.</summary>
    public long PublishedEvents => Volatile.Read(ref _publishedEvents);

    /// <inheritdoc/>
    public ValueTask PublishAsync(BusMessage message, CancellationToken cancellation = default)
    {
        ValueTask durable = _journal.AppendAsync([(byte)message.Kind], message.Payload.Span);
        Interlocked.Add(ref _publishedEvents, EventBatch.CountOf(message));
        return durable;
    }

    /// <inheritdoc/>
    public async Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default)
    {
        Task stopped = StoppedOrThrow(consumer);
        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _journal.AppendAsync(JournalRecord.CommandHead(consumer), command.Span, answer);
        return await AnswerAsync(answer.Task, stopped, cancellation);
    }

    /// <summary>
    /// Has a consumer apply the message of one of its dead letters again, or, with none, only forget the letter. Completes when that is durable
    /// and done.
    /// </summary>
    /// <exception cref="BusUnavailableException">It could not be made durable, or done.</exception>
    internal async Task SettleAsync(string consumer, long letter, BusMessage? message, CancellationToken cancellation)
    {
        Task stopped = StoppedOrThrow(consumer);
        var done = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] head = JournalRecord.SettledHead(consumer, letter);
        if (message is { } again)
            await _journal.AppendAsync([.. head, (byte)again.Kind], again.Payload.Span, done);
        else
            await _journal.AppendAsync(head, [], done);
        await AnswerAsync(done.Task, stopped, cancellation);
    }

    /// <summary>Brings the states to the journal's end, side by side, then feeds them.</summary>
    /// <param name="states">The consumers' states.</param>
    /// <param name="snapshots">The folder for snapshots, one folder a consumer inside.</param>
    /// <param name="deadLetters">Where messages go that cannot be applied.</param>
    /// <param name="snapshotBytes">A snapshot is written after this many bytes of journal.</param>
    /// <param name="logger">Where trouble is told.</param>
    /// <exception cref="JournalException">The journal or a snapshot cannot be used.</exception>
    public void Feed(IEnumerable<IJournaledState> states, string snapshots, DeadLetterFiles deadLetters, long snapshotBytes, ILogger logger)
    {
        foreach (IJournaledState state in states)
        {
            _consumers.Add(new JournalConsumer(_journal, state, new SnapshotFiles(Path.Combine(snapshots, state.Name)), deadLetters, snapshotBytes, logger)
            {
                SnapshotTaken = DeleteWhatNobodyNeeds,
            });
        }

        try
        {
            Parallel.ForEach(_consumers, consumer => consumer.Recover());
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<JournalException>().FirstOrDefault() is { } first)
        {
            throw first;
        }

        foreach (JournalConsumer consumer in _consumers)
            consumer.Start();
    }

    /// <summary>Writes what is pending, lets the consumers finish, and closes the journal.</summary>
    public void Dispose()
    {
        _journal.Dispose();
        Parallel.ForEach(_consumers, consumer => consumer.Dispose());
    }

    // A consumer that has stopped would never answer; one that waits for the disk, nobody knows when.
    private Task StoppedOrThrow(string consumer) => _consumers.Find(fed => fed.Name == consumer) switch
    {
        { IsHeldUp: true } => throw HeldUp(),
        { } running => running.Stopped,
        null => Never,
    };

    private static async Task<object?> AnswerAsync(Task<object?> answer, Task stopped, CancellationToken cancellation)
    {
        await Task.WhenAny(answer, stopped).WaitAsync(cancellation);
        return answer.IsCompleted ? await answer : throw HeldUp();
    }

    private static BusUnavailableException HeldUp() => new("the service cannot go on applying the journal");

    private void DeleteWhatNobodyNeeds() => _journal.DeleteBefore(_consumers.Min(consumer => consumer.NeededFrom));
}
