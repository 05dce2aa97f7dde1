using Amazon.SQS.Model;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Bus.Sqs;
using LiveOps.Tests.Harness.Sqs;

namespace LiveOps.Tests.ServiceDefaults.Bus.Sqs;

/// <summary>SQS on a server of the tests' own: one application that publishes, and one for each consumer, on queues that no other test has.</summary>
internal sealed class SqsWorld : BusWorld
{
    private readonly Dictionary<string, BusOnSqs> _services = [];

    private SqsWorld(SqsDoor door) => Door = door;

    public SqsDoor Door { get; }

    /// <summary>What the queues' names begin with.</summary>
    public string Prefix { get; } = $"t{Guid.NewGuid():n}";

    public override IEventBus Bus => Publisher.Bus;

    public BusOnSqs Publisher => _services["gateway"];

    public static async Task<SqsWorld> StartAsync(RecordingConsumer[] consumers, Func<SqsSettings, SqsSettings>? change = null, params (string Name, string Value)[] settings)
    {
        var world = new SqsWorld(await SqsDoor.OpenAsync());
        world._services.Add("gateway", await BusOnSqs.StartAsync(world.Door, world.Prefix, null, change, settings));
        foreach (RecordingConsumer consumer in consumers)
            await world.JoinAsync(consumer, change, settings);
        return world;
    }

    /// <summary>Starts a replica.</summary>
    public async Task<BusOnSqs> JoinAsync(RecordingConsumer consumer, Func<SqsSettings, SqsSettings>? change = null, params (string Name, string Value)[] settings)
    {
        BusOnSqs service = await BusOnSqs.StartAsync(Door, Prefix, consumer, change, settings);
        if (!_services.TryAdd(consumer.Name, service))
            _services.Add($"{consumer.Name} {_services.Count}", service);
        return service;
    }

    /// <summary>Stops a replica as an orchestrator does.</summary>
    public async Task LeaveAsync(BusOnSqs service)
    {
        _services.Remove(_services.Single(one => one.Value == service).Key);
        await service.DisposeAsync();
    }

    public override IDeadLetters Letters(string consumer) => _services[consumer].DeadLetters;

    /// <summary>How many messages a queue has: waiting, and in hand.</summary>
    public Task<(int Waiting, int InHand)> CountAsync(string queue) => Publisher.CountAsync(queue);

    /// <summary>Takes messages out of a queue as a replica does that dies with them in hand.</summary>
    public async Task<int> TakeAndDieAsync(string queue, int visibleAgainAfter)
    {
        string url = (await Publisher.Clients.Calls.GetQueueUrlAsync($"{Prefix}-{queue}", TestContext.Current.CancellationToken)).QueueUrl;
        ReceiveMessageResponse taken = await Publisher.Clients.Calls.ReceiveMessageAsync(
            new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10, VisibilityTimeout = visibleAgainAfter }, TestContext.Current.CancellationToken);
        return taken.Messages?.Count ?? 0;
    }

    public override async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_services.Values.Select(service => service.DisposeAsync().AsTask()));
        await Door.DisposeAsync();
    }
}
