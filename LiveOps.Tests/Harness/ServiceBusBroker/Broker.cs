using LiveOps.Tests.Harness.ServiceBusBroker.Administration;
using LiveOps.Tests.Harness.ServiceBusBroker.Entities;
using LiveOps.Tests.Harness.ServiceBusBroker.Faults;
using LiveOps.Tests.Harness.ServiceBusBroker.Wire;

namespace LiveOps.Tests.Harness.ServiceBusBroker;

/// <summary>
/// What stands for a namespace of Azure Service Bus in tests: topics in the memory of this process, with the service's rules, which the real client reaches by
/// AMQP 1.0 from this process and from others. The broker's time (locks, the window of duplicates, latency) is a clock's; the client's own (tries, waits, pauses)
/// is the machine's.
/// </summary>
public sealed class Broker : IDisposable
{
    private const string Key = "SharedAccessKeyName=tests;SharedAccessKey=dGVzdHM=;UseDevelopmentEmulator=true";

    private readonly Namespace _entities;
    private readonly ClientConnections _connections = new();
    private readonly AmqpListener _listener;
    private readonly Lazy<AdministrationEndpoint> _administration;

    private Broker(TimeProvider clock)
    {
        _entities = new Namespace(clock);
        Faults = new BrokerFaults(clock);
        _listener = new AmqpListener(new Links(_entities, Faults), _connections);
        _administration = new Lazy<AdministrationEndpoint>(() => new AdministrationEndpoint(_entities, Faults, () => IsDown));
    }

    /// <summary>What <c>ServiceBusClient</c> is given.</summary>
    public string ConnectionString => $"Endpoint=sb://127.0.0.1:{_listener.Port};{Key}";

    /// <summary>What <c>ServiceBusAdministrationClient</c> is given, which speaks HTTP on another port, as with the emulator.</summary>
    public string AdministrationConnectionString => $"Endpoint=sb://127.0.0.1:{_administration.Value.Port};{Key}";

    /// <summary>What goes wrong.</summary>
    public BrokerFaults Faults { get; }

    /// <summary>How many connections clients have.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Whether the whole namespace is out of reach: connections break, and none can be made. Locks stay for their time.</summary>
    public bool IsDown
    {
        get => _connections.Refused;
        set => _connections.Refused = value;
    }

    /// <summary>Opens a broker on a port of its own.</summary>
    public static Broker Open(TimeProvider clock) => new(clock);

    /// <summary>A new topic.</summary>
    public BrokerTopic CreateTopic(string name, Action<TopicOptions>? configure = null)
    {
        var options = new TopicOptions();
        configure?.Invoke(options);
        return _entities.CreateTopic(name, options);
    }

    /// <summary>All connections break.</summary>
    /// <param name="keepLocks">
    /// Whether what was locked through them stays so for its time, and may be settled by another link. Without, it is delivered again: "If the reason is a broken network
    /// connection, the lock is dropped", https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement
    /// </param>
    public void BreakConnections(bool keepLocks = false)
    {
        _connections.BreakAll();
        if (!keepLocks)
            _entities.DropLocks();
    }

    /// <summary>Closes it: connections break, and the port is free.</summary>
    public void Dispose()
    {
        IsDown = true;
        _listener.Dispose();
        if (_administration.IsValueCreated)
            _administration.Value.Dispose();
        _entities.Dispose();
    }
}
