using System.Collections.Concurrent;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// What stands in for a namespace of the service: topics in the memory of this process, with the service's rules, which clients of this process
/// reach by <see cref="ConnectionString"/>. Time is a clock's, and faults are switched on by <see cref="Faults"/>.
/// </summary>
public sealed class StandInNamespace : IDisposable
{
    private static readonly ConcurrentDictionary<string, StandInNamespace> Opened = new(StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, StandInTopic> _topics = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _clock;

    private StandInNamespace(string host, TimeProvider clock)
    {
        Host = host;
        _clock = clock;
        Faults = new StandInFaults(clock);
    }

    /// <summary>The name that clients reach it by.</summary>
    public string Host { get; }

    /// <summary>What clients are given.</summary>
    public string ConnectionString => $"Endpoint=sb://{Host}/;SharedAccessKeyName=stand-in;SharedAccessKey=stand-in";

    /// <summary>What goes wrong.</summary>
    public StandInFaults Faults { get; }

    /// <summary>Opens a namespace of a new name.</summary>
    public static StandInNamespace Open(TimeProvider clock)
    {
        var opened = new StandInNamespace($"{Guid.NewGuid():n}.stand-in", clock);
        Opened[opened.Host] = opened;
        return opened;
    }

    /// <summary>A new topic.</summary>
    public StandInTopic CreateTopic(string name, Action<StandInTopicOptions>? configure = null)
    {
        var options = new StandInTopicOptions();
        configure?.Invoke(options);
        var topic = new StandInTopic(name, options, _clock);
        if (!_topics.TryAdd(name, topic))
            throw new InvalidOperationException($"There is a topic {name} already.");
        return topic;
    }

    /// <summary>All connections break: what was locked through them is locked no more, and is delivered again.</summary>
    public void BreakConnections()
    {
        foreach (StandInTopic topic in _topics.Values)
        {
            foreach (StandInSubscription subscription in topic.Subscriptions)
            {
                subscription.Messages.DropLocks();
                subscription.DeadLetters.DropLocks();
            }
        }
    }

    /// <summary>Closes it: clients find it no more.</summary>
    public void Dispose() => Opened.TryRemove(Host, out _);

    /// <summary>An open one.</summary>
    /// <exception cref="NotSupportedException">The host is none of this process's own.</exception>
    internal static StandInNamespace Find(string host) => Opened.TryGetValue(host, out StandInNamespace? found)
        ? found
        : throw new NotSupportedException(
            "This build has no client for Azure Service Bus: it was made without Aspire and its packages. Build with UseAspire=true to reach a real namespace or the emulator.");

    internal StandInTopic Topic(string name) => _topics.TryGetValue(name, out StandInTopic? topic)
        ? topic
        : throw new ServiceBusException($"The messaging entity '{Host}/{name}' could not be found.", ServiceBusFailureReason.MessagingEntityNotFound, name);
}
