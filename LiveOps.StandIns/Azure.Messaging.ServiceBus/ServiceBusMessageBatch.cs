using Azure.Messaging.ServiceBus.Broker;

namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that are sent together, all or none, and that the service takes together by their size.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly List<ServiceBusMessage> _messages = [];
    private bool _disposed;

    internal ServiceBusMessageBatch(long maxSizeInBytes) => MaxSizeInBytes = maxSizeInBytes;

    /// <summary>How large it may become.</summary>
    public long MaxSizeInBytes { get; }

    /// <summary>How large it is.</summary>
    public long SizeInBytes { get; private set; }

    /// <summary>How many messages it holds.</summary>
    public int Count => _messages.Count;

    internal IReadOnlyList<ServiceBusMessage> Messages => _messages;

    /// <summary>Adds a message if there is room for it; false, and nothing changes, if there is not.</summary>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(_disposed, this);
        long size = (Count == 0 ? WireSize.OfEnvelope : SizeInBytes) + WireSize.InBatch(message);
        if (size > MaxSizeInBytes)
            return false;
        SizeInBytes = size;
        _messages.Add(message);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _messages.Clear();
        SizeInBytes = 0;
    }
}
