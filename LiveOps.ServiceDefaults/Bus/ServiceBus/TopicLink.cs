using Azure.Messaging.ServiceBus;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>
/// One sender's link to the topic. When the service says that it is busy the client holds that link back for 10 s, whatever its options say, and fails what is sent
/// meanwhile without asking. How long to wait is the publisher's to decide: another link takes its place, which is not held back.
/// </summary>
internal sealed class TopicLink(ServiceBusClient client) : IAsyncDisposable
{
    private ServiceBusSender _sender = client.CreateSender(ServiceBusSettings.Topic);

    /// <summary>An empty batch of the size that the topic takes.</summary>
    public Task<ServiceBusMessageBatch> CreateBatchAsync(CancellationToken cancellation) =>
        AskAsync(sender => sender.CreateMessageBatchAsync(cancellation).AsTask());

    /// <summary>Sends a batch: all of it or nothing.</summary>
    public Task SendAsync(ServiceBusMessageBatch batch, CancellationToken cancellation) => AskAsync(async sender =>
    {
        await sender.SendMessagesAsync(batch, cancellation);
        return true;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Trouble.CloseAsync(_sender);

    private async Task<T> AskAsync<T>(Func<ServiceBusSender, Task<T>> ask)
    {
        try
        {
            return await ask(_sender);
        }
        catch (Exception e) when (Trouble.IsBusy(e))
        {
            ServiceBusSender held = _sender;
            _sender = client.CreateSender(ServiceBusSettings.Topic);
            await Trouble.CloseAsync(held);
            throw;
        }
    }
}
