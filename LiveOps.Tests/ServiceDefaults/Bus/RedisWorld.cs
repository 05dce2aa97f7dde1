using System.Globalization;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus;
using LiveOps.ServiceDefaults.Bus.RedisStreams;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>Redis Streams on a real redis-server: one application that publishes, and one for each replica of a consumer.</summary>
internal sealed class RedisWorld : BusWorld
{
    private readonly Dictionary<string, WebApplication> _replicas = [];
    private readonly WebApplication _publisher;
    private readonly (string Name, string Value)[] _settings;

    private RedisWorld(RedisServer redis, (string Name, string Value)[] settings)
    {
        Redis = redis;
        _settings = settings;
        _publisher = Build(null);
    }

    public RedisServer Redis { get; }

    public IEventHistory History => _publisher.Services.GetRequiredService<IEventHistory>();

    public override IEventBus Bus => _publisher.Services.GetRequiredService<IEventBus>();

    public static async Task<RedisWorld> StartAsync(RecordingConsumer[] consumers, params (string Name, string Value)[] settings) =>
        await StartAsync(await RedisServer.StartAsync(appendOnly: true), consumers, settings);

    public static async Task<RedisWorld> StartAsync(RedisServer redis, RecordingConsumer[] consumers, params (string Name, string Value)[] settings)
    {
        var world = new RedisWorld(redis, settings);
        await world._publisher.StartAsync(TestContext.Current.CancellationToken);
        foreach (RecordingConsumer consumer in consumers)
            await world.JoinAsync(consumer);
        return world;
    }

    public override IDeadLetters Letters(string consumer) => _replicas[consumer].Services.GetRequiredService<IDeadLetters>();

    /// <summary>Starts a replica.</summary>
    public async Task<WebApplication> JoinAsync(RecordingConsumer consumer)
    {
        WebApplication replica = Build(consumer);
        await replica.StartAsync(TestContext.Current.CancellationToken);
        if (!_replicas.TryAdd(consumer.Name, replica))
            _replicas.Add($"{consumer.Name} {_replicas.Count}", replica);
        return replica;
    }

    /// <summary>Stops a replica as an orchestrator does.</summary>
    public async Task LeaveAsync(WebApplication replica)
    {
        _replicas.Remove(_replicas.Single(one => one.Value == replica).Key);
        await replica.StopAsync(TestContext.Current.CancellationToken);
        await replica.DisposeAsync();
    }

    public Task<string> CommandAsync(string command) => Redis.CommandAsync(command.Split(' '));

    /// <summary>A consumer's group on the first partition, with nobody reading for it.</summary>
    public StreamGroup Group(string consumer) => new(
        _publisher.Services.GetRequiredKeyedService<RedisStore>(ServerCheck.Name), StreamKeys.OfPartition(0), consumer, "tester", ["left", "right"]);

    /// <summary>Gets a path of a replica, or of the publisher.</summary>
    public async Task<HttpResponseMessage> GetAsync(string name, string path)
    {
        using var client = new HttpClient();
        return await client.GetAsync((name == "publisher" ? _publisher : _replicas[name]).Urls.First() + path, TestContext.Current.CancellationToken);
    }

    /// <summary>A consumer's lag as its metrics tell it.</summary>
    public Task<double> LagAsync(string consumer) => MetricAsync(consumer, "bus_lag_events");

    /// <summary>What a consumer's metrics tell.</summary>
    public async Task<double> MetricAsync(string consumer, string name)
    {
        using HttpResponseMessage metrics = await GetAsync(consumer, "/metrics");
        string text = await metrics.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return double.Parse(text.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>How many messages the first partition keeps.</summary>
    public async Task<int> LengthAsync() => int.Parse(await CommandAsync("XLEN liveops:bus:{0}"), CultureInfo.InvariantCulture);

    public override async ValueTask DisposeAsync()
    {
        foreach (WebApplication replica in _replicas.Values.Append(_publisher))
        {
            await replica.StopAsync();
            await replica.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }

    private WebApplication Build(RecordingConsumer? consumer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([
            new("BUS_KIND", "redis"),
            new("BUS_REDIS_URL", Redis.Url),
            new("BUS_GROUPS", "left,right"),
            new("BUS_HISTORY_MEGABYTES", "0"), // what is kept is what somebody needs
            new("BUS_MAX_DELIVERIES", MaxDeliveries.ToString(CultureInfo.InvariantCulture)),
            new("BUS_CLAIM_AFTER_SECONDS", "1"),
            new("LOG_LEVEL", "Error"),
            .. SlowMachine.Configuration,
        ]);
        builder.Configuration.AddInMemoryCollection(_settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults(consumer?.Name ?? "publisher");
        builder.AddBus(); // the consumer may be registered before or after
        if (consumer is not null)
            builder.Services.AddSingleton<IBusConsumer>(consumer);
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }
}
