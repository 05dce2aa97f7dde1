using Azure.Messaging.ServiceBus;

namespace LiveOps.ServiceDefaults.Bus.ServiceBus;

/// <summary>A message on its way to the service, and who waits for it.</summary>
internal sealed class PendingMessage(ServiceBusMessage message, long giveUpAt)
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServiceBusMessage Message => message;

    /// <summary>The clock's timestamp after which nobody waits for it.</summary>
    public long GiveUpAt => giveUpAt;

    public Task Sent => _sent.Task;

    public void Succeed() => _sent.TrySetResult();

    public void Fail(Exception e) => _sent.TrySetException(e);
}
