using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>A consumer that remembers which events had their effect, and how often each came. What it throws, a test says.</summary>
public sealed class EffectsConsumer(string name) : IBusConsumer
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _applied = [];

    public string Name => name;

    /// <summary>Asked before anything is applied.</summary>
    public Func<IReadOnlyList<string>, Task>? Before { get; set; }

    /// <summary>What the last call was given to heed.</summary>
    public CancellationToken Stop { get; private set; }

    /// <summary>How many messages each call held.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>Times that an event came again after its effect.</summary>
    public int Repeats { get; private set; }

    public IReadOnlyCollection<string> Applied
    {
        get
        {
            lock (_gate)
                return [.. _applied];
        }
    }

    public async ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation)
    {
        Stop = cancellation;
        List<string> ids = [.. messages.SelectMany(Ids)];
        if (Before is { } before)
            await before(ids);
        lock (_gate)
        {
            Groups.Add(messages.Count);
            foreach (string id in ids)
            {
                if (!_applied.Add(id))
                    Repeats++;
            }
        }
    }

    private static List<string> Ids(BusMessage message)
    {
        if (message.Kind == BusMessageKind.PlayerErased)
            return ["erased:" + Encoding.UTF8.GetString(message.Payload.Span)];
        List<string> ids = [];
        foreach (GameEvent e in EventBatch.Trusted(message.Payload))
            ids.Add(Encoding.UTF8.GetString(e.Id));
        return ids;
    }
}
