using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Broker;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.StandIns.ServiceBus;

/// <summary>A namespace of its own with one topic and one subscription, and a client of it, on a clock that stands still.</summary>
public sealed class StandInWorld : IAsyncDisposable
{
    public StandInWorld(Action<StandInTopicOptions>? topic = null, Action<StandInSubscriptionOptions>? subscription = null)
    {
        Namespace = StandInNamespace.Open(Clock);
        Topic = Namespace.CreateTopic("events", topic);
        Subscription = Topic.CreateSubscription("progression", subscription);
        Client = new ServiceBusClient(Namespace.ConnectionString);
        Sender = Client.CreateSender("events");
        Receiver = Client.CreateReceiver("events", "progression");
        DeadLetters = Client.CreateReceiver("events", "progression", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    public ManualClock Clock { get; } = new();

    public StandInNamespace Namespace { get; }

    public StandInTopic Topic { get; }

    public StandInSubscription Subscription { get; }

    public ServiceBusClient Client { get; }

    public ServiceBusSender Sender { get; }

    public ServiceBusReceiver Receiver { get; }

    public ServiceBusReceiver DeadLetters { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ServiceBusMessage Message(string body, string? id = null) => new(BinaryData.FromString(body)) { MessageId = id };

    public async Task SendAsync(params string[] bodies)
    {
        foreach (string body in bodies)
            await Sender.SendMessageAsync(Message(body), Cancellation);
    }

    /// <summary>The message that is there.</summary>
    public async Task<ServiceBusReceivedMessage> ReceiveAsync(ServiceBusReceiver? receiver = null) =>
        Assert.Single(await (receiver ?? Receiver).ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Cancellation));

    /// <summary>What is received when nothing may be: waits, on the clock, for as long as the call does.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveNothingAsync(ServiceBusReceiver? receiver = null)
    {
        Task<IReadOnlyList<ServiceBusReceivedMessage>> receiving = (receiver ?? Receiver).ReceiveMessagesAsync(10, TimeSpan.FromSeconds(1), Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(1));
        return await receiving;
    }

    public static async Task<string[]> PeekAsync(ServiceBusReceiver receiver) =>
        [.. (await receiver.PeekMessagesAsync(100, 0, Cancellation)).Select(message => message.Body.ToString())];

    public static async Task<ServiceBusFailureReason> FailsAsync(Func<Task> operation) =>
        (await Assert.ThrowsAsync<ServiceBusException>(operation)).Reason;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Namespace.Dispose();
    }
}
