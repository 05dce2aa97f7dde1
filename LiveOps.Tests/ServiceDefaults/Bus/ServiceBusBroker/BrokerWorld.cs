using Azure.Messaging.ServiceBus;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.ServiceBusBroker;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBusBroker;

/// <summary>A broker with one topic and one subscription, on a clock that stands still, and the real client of it: one try each, as the adapter has it.</summary>
public sealed class BrokerWorld : IAsyncDisposable
{
    public BrokerWorld(Action<TopicOptions>? topic = null, Action<SubscriptionOptions>? subscription = null, TimeSpan? tryFor = null)
    {
        Broker = Broker.Open(Clock);
        Taken = new MessagesTaken(Clock);
        Topic = Broker.CreateTopic("events", topic);
        Subscription = Topic.CreateSubscription("progression", subscription);
        Client = NewClient(tryFor);
        Sender = Client.CreateSender("events");
        Receiver = Client.CreateReceiver("events", "progression");
        DeadLetters = Client.CreateReceiver("events", "progression", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    public ManualClock Clock { get; } = new();

    public Broker Broker { get; }

    public MessagesTaken Taken { get; }

    public BrokerTopic Topic { get; }

    public BrokerSubscription Subscription { get; }

    public ServiceBusClient Client { get; }

    public ServiceBusSender Sender { get; }

    public ServiceBusReceiver Receiver { get; }

    public ServiceBusReceiver DeadLetters { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ServiceBusClient NewClient(TimeSpan? tryFor = null, int retries = 0) => new(Broker.ConnectionString, new ServiceBusClientOptions
    {
        RetryOptions = { MaxRetries = retries, TryTimeout = tryFor ?? TimeSpan.FromSeconds(30), Delay = TimeSpan.FromMilliseconds(50) },
    });

    public static ServiceBusMessage Message(string body, string? id = null)
    {
        var message = new ServiceBusMessage(BinaryData.FromString(body));
        if (id is not null)
            message.MessageId = id;
        return message;
    }

    public async Task SendAsync(params string[] bodies)
    {
        foreach (string body in bodies)
            await Sender.SendMessageAsync(Message(body), Cancellation);
    }

    /// <summary>The message that is there.</summary>
    public Task<ServiceBusReceivedMessage> ReceiveAsync(ServiceBusReceiver? receiver = null) => Taken.OneAsync(receiver ?? Receiver);

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveNothingAsync(ServiceBusReceiver? receiver = null) =>
        (receiver ?? Receiver).ReceiveMessagesAsync(10, TimeSpan.FromMilliseconds(300), Cancellation);

    /// <summary>Waits until the client has noticed that its connection broke: before, settling what was locked through it is refused by the client itself.</summary>
    public async Task NoticedAsync()
    {
        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => Receiver.PeekMessageAsync(0, Cancellation)) is null, () => "it cannot peek");
        await Task.Delay(500, Cancellation); // the link that peeks and the others learn it one after the other
    }

    public static async Task<string[]> PeekAsync(ServiceBusReceiver receiver) =>
        [.. (await receiver.PeekMessagesAsync(100, 0, Cancellation)).Select(message => message.Body.ToString())];

    public static async Task<ServiceBusFailureReason> FailsAsync(Func<Task> operation) =>
        (await Assert.ThrowsAsync<ServiceBusException>(operation)).Reason;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Broker.Dispose();
    }
}
