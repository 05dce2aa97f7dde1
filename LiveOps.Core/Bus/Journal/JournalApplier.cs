using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Events;
using LiveOps.Core.Traces;
using Microsoft.Extensions.Logging;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// Gives records to one state:
/// <list type="number">
/// <item>messages gather to a group, which is applied at once;</item>
/// <item>when that fails, one of them is poison: each is tried again alone;</item>
/// <item>the one that fails again is set aside as a dead letter, durably, before anything behind it counts as applied;</item>
/// <item>what is for this consumer alone (a command, a settled letter) comes in its turn between the groups.</item>
/// </list>
/// All on the consumer's thread; the counters are read from others.
/// </summary>
internal sealed partial class JournalApplier(Journal journal, IJournaledState state, DeadLetterFiles deadLetters, ILogger logger, CancellationToken stop)
{
    // One Apply holds the state's lock: long enough to fold, short enough not to be felt by readers.
    private const int MaxMessages = 64;
    private static readonly TimeSpan RetryLetterAfter = TimeSpan.FromMilliseconds(250);

    private readonly byte[] _name = Encoding.ASCII.GetBytes(state.Name);
    private readonly ActivitySource _source = ActivitySources.Of(state.Name);
    private readonly BusMessage[] _messages = new BusMessage[MaxMessages];
    private readonly long[] _positions = new long[MaxMessages];
    private int _count;
    private long _appliedEvents, _redeliveries, _setAside;

    /// <summary>Whether records come as they are appended; else they are recovered, and were traced and counted when they came.</summary>
    public bool Live { get; set; }

    /// <summary>Told of each message applied while live, on the consumer's thread.</summary>
    public Action<BusMessage>? Applied { get; set; }

    /// <summary>Events applied while live.</summary>
    public long AppliedEvents => Volatile.Read(ref _appliedEvents);

    /// <summary>Messages tried again after a group failed.</summary>
    public long Redeliveries => Volatile.Read(ref _redeliveries);

    /// <summary>Messages set aside as dead letters.</summary>
    public long SetAside => Volatile.Read(ref _setAside);

    /// <summary>Takes the record at a position. Its bytes must stay until <see cref="Flush"/>.</summary>
    public void Take(ReadOnlyMemory<byte> payload, long position)
    {
        if (JournalRecord.IsAddressed(payload.Span))
        {
            Flush();
            if (!JournalRecord.IsFor(_name, payload, out bool isCommand, out ReadOnlyMemory<byte> body))
                return;
            if (isCommand)
                Execute(body.Span, position);
            else
                Settle(body, position);
            return;
        }

        _positions[_count] = position;
        _messages[_count++] = JournalRecord.Message(payload);
        if (_count == MaxMessages)
            Flush();
    }

    /// <summary>Applies the group that has gathered.</summary>
    public void Flush()
    {
        if (_count == 0)
            return;
        using ConsumerTrace? trace = Live ? ConsumerTrace.Start(_source, _messages.AsSpan(0, _count)) : null;
        try
        {
            state.Apply(_messages.AsSpan(0, _count));
        }
#pragma warning disable CA1031 // whatever it is, the next message must get its turn
        catch (Exception e)
#pragma warning restore CA1031
        {
            trace?.Fail(e);
            Log.Retrying(logger, e, state.Name, _count);
            Volatile.Write(ref _redeliveries, _redeliveries + _count);
            for (int i = 0; i < _count; i++)
                ApplyAlone(_messages[i], _positions[i], deliveries: 2);
        }

        if (Live)
            CountApplied();
        _count = 0;
    }

    private void CountApplied()
    {
        long events = 0;
        foreach (BusMessage message in _messages.AsSpan(0, _count))
        {
            events += EventBatch.CountOf(message);
            Applied?.Invoke(message);
        }

        Volatile.Write(ref _appliedEvents, _appliedEvents + events);
    }

    private void ApplyAlone(in BusMessage message, long position, int deliveries)
    {
        try
        {
            state.Apply([message]);
        }
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            Keep(message, position, deliveries, e);
            Volatile.Write(ref _setAside, _setAside + 1);
            Log.SetAside(logger, e, state.Name, position);
        }
    }

    // A letter that is not on disk would be a message lost, so nothing goes on without: there may be room again soon.
    private void Keep(in BusMessage message, long position, int deliveries, Exception reason)
    {
        while (true)
        {
            try
            {
                deadLetters.Add(state.Name, position, deliveries, message, reason);
                return;
            }
            catch (Exception e) when (DiskTrouble.Is(e))
            {
                if (!Live)
                    throw new JournalException($"{state.Name} cannot apply the message at position {position}, and it cannot be set aside: {e.Message}", e);
                Log.LetterNotKept(logger, e, state.Name, position);
                stop.WaitHandle.WaitOne(RetryLetterAfter);
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    private void Settle(ReadOnlyMemory<byte> body, long position)
    {
        (long letter, BusMessage? message) = JournalRecord.Settled(body);
        if (message is { } again)
            ApplyAlone(again, position, deliveries: 1 + DeliveriesOf(letter));
        try
        {
            deadLetters.Remove(state.Name, letter);
        }
        catch (Exception e) when (DiskTrouble.Is(e))
        {
            Log.LetterStays(logger, e, state.Name, letter); // settling it once more does no harm
        }

        journal.TakeCommand(position)?.SetResult(null);
    }

    // Only told with the letter that may come of it: one that cannot be read counts for none.
    private int DeliveriesOf(long letter)
    {
        try
        {
            return deadLetters.Find(state.Name, letter)?.Deliveries ?? 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return 0;
        }
    }

    private void Execute(ReadOnlySpan<byte> command, long position)
    {
        TaskCompletionSource<object?>? caller = journal.TakeCommand(position);
        try
        {
            object? result = state.Execute(command);
            caller?.SetResult(result);
        }
#pragma warning disable CA1031 // it belongs to the caller
        catch (Exception e)
#pragma warning restore CA1031
        {
            caller?.SetException(e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Consumer} could not apply a group of {Count} messages; each is tried alone.")]
        public static partial void Retrying(ILogger logger, Exception e, string consumer, int count);

        [LoggerMessage(LogLevel.Error, "{Consumer} cannot apply the message at position {Position}; it is set aside as a dead letter.")]
        public static partial void SetAside(ILogger logger, Exception e, string consumer, long position);

        [LoggerMessage(LogLevel.Error, "{Consumer} waits: the dead letter of position {Position} cannot be written.")]
        public static partial void LetterNotKept(ILogger logger, Exception e, string consumer, long position);

        [LoggerMessage(LogLevel.Error, "The settled dead letter {Letter} of {Consumer} cannot be deleted.")]
        public static partial void LetterStays(ILogger logger, Exception e, string consumer, long letter);
    }
}
