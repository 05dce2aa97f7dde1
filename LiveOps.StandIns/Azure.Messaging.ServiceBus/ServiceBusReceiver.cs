using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives from one subscription, or from its dead letters, and settles what it received. Safe to use from many threads.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private const int MaxDeadLetterText = 4096;

    private readonly ServiceBusClient _client;
    private readonly string _topic, _subscription;
    private readonly SubQueue _subQueue;
    private long _peekedTo = -1;

    internal ServiceBusReceiver(ServiceBusClient client, string topic, string subscription, ServiceBusReceiverOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        ArgumentException.ThrowIfNullOrWhiteSpace(subscription);
        client.ThrowIfClosed();
        _client = client;
        _topic = topic;
        _subscription = subscription;
        _subQueue = options.SubQueue;
        ReceiveMode = options.ReceiveMode;
        EntityPath = $"{topic}/Subscriptions/{subscription}" + (_subQueue == SubQueue.DeadLetter ? "/$DeadLetterQueue" : "");
    }

    /// <summary>The entity.</summary>
    public virtual string EntityPath { get; }

    /// <summary>With locks, or without.</summary>
    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    /// <summary>Whether it was closed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>Messages in order of arrival, from 1 to <paramref name="maxMessages"/>; none when none came within the time to wait.</summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        if (maxWaitTime is { } wait)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        cancellationToken.ThrowIfCancellationRequested();
        StandInQueue queue = await AskAsync(StandInOperation.Receive, cancellationToken);
        return await queue.ReceiveAsync(maxMessages, maxWaitTime ?? TimeSpan.FromMinutes(1), ReceiveMode, cancellationToken);
    }

    /// <summary>
    /// Messages in order of their numbers, whether locked or not, and locks none: from a number on, or from where this receiver last peeked to.
    /// </summary>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        StandInQueue queue = await AskAsync(StandInOperation.Peek, cancellationToken);
        IReadOnlyList<ServiceBusReceivedMessage> peeked = queue.Peek(maxMessages, fromSequenceNumber ?? _peekedTo + 1);
        if (peeked.Count > 0)
            _peekedTo = peeked[^1].SequenceNumber;
        return peeked;
    }

    /// <summary>Done: the message goes.</summary>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(StandInOperation.Complete, message, (queue, token) => queue.Complete(token), cancellationToken);

    /// <summary>Not done: the message may be received again at once.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync(StandInOperation.Abandon, message, (queue, token) => queue.Abandon(token, propertiesToModify), cancellationToken);

    /// <summary>Cannot be done: the message goes to the dead letters, with the reason. Both texts hold at most 4,096 characters.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deadLetterReason?.Length ?? 0, MaxDeadLetterText, nameof(deadLetterReason));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deadLetterErrorDescription?.Length ?? 0, MaxDeadLetterText, nameof(deadLetterErrorDescription));
        return SettleAsync(
            StandInOperation.DeadLetter,
            message,
            (queue, token) => queue.DeadLetter(token, propertiesToModify, deadLetterReason, deadLetterErrorDescription),
            cancellationToken);
    }

    /// <summary>The lock begins anew.</summary>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(StandInOperation.RenewLock, message, (queue, token) => message.LockedUntil = queue.Renew(token), cancellationToken);

    /// <summary>Closes it; what it holds stays locked until the locks end.</summary>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private async Task SettleAsync(
        StandInOperation operation, ServiceBusReceivedMessage message, Action<StandInQueue, Guid> settle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (ReceiveMode != ServiceBusReceiveMode.PeekLock)
            throw new InvalidOperationException("The operation is only supported in 'PeekLock' receive mode.");
        settle(await AskAsync(operation, cancellationToken), message.LockTokenGuid);
        _client.Namespace.Faults.After(operation, EntityPath);
    }

    private async ValueTask<StandInQueue> AskAsync(StandInOperation operation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _client.ThrowIfClosed();
        await _client.Namespace.Faults.BeforeAsync(operation, EntityPath, cancellationToken);
        StandInSubscription subscription = _client.Namespace.Topic(_topic).Subscription(_subscription);
        return _subQueue == SubQueue.DeadLetter ? subscription.DeadLetters : subscription.Messages;
    }
}
