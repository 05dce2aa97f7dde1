using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

/// <summary>Sends to one topic. Safe to use from many threads.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient _client;

    internal ServiceBusSender(ServiceBusClient client, string topic)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        client.ThrowIfClosed();
        _client = client;
        EntityPath = topic;
    }

    /// <summary>The topic.</summary>
    public virtual string EntityPath { get; }

    /// <summary>Whether it was closed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>A batch as large as the topic takes. Asks the service for that size.</summary>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <summary>A batch as large as it is allowed to become.</summary>
    public virtual async ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        StandInTopic topic = await AskAsync(cancellationToken);
        long max = topic.Options.MaxBatchSizeInBytes;
        if (options.MaxSizeInBytes is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, max, nameof(options));
            max = size;
        }

        return new ServiceBusMessageBatch(max);
    }

    /// <summary>Sends one message; when it completes the service holds it.</summary>
    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync([message], cancellationToken);
    }

    /// <summary>Sends a batch, all of it or nothing.</summary>
    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        return messageBatch.Count == 0 ? Task.CompletedTask : SendAsync(messageBatch.Messages, cancellationToken);
    }

    /// <summary>Closes it.</summary>
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

    private async Task SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        StandInTopic topic = await AskAsync(cancellationToken);
        await _client.Namespace.Faults.BeforeAsync(StandInOperation.Send, EntityPath, cancellationToken);
        topic.Send(messages);
        _client.Namespace.Faults.After(StandInOperation.Send, EntityPath);
    }

    private async ValueTask<StandInTopic> AskAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _client.ThrowIfClosed();
        await _client.Namespace.Faults.BeforeAsync(StandInOperation.Link, EntityPath, cancellationToken);
        return _client.Namespace.Topic(EntityPath);
    }
}
