using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.Tests.ServiceDefaults.Bus;

/// <summary>A consumer that notes which events had their effect, each once, and fails as it is told.</summary>
internal sealed class RecordingConsumer(string name) : IBusConsumer
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = [];
    private readonly List<string> _players = [];
    private int _calls;

    public string Name => name;

    /// <summary>What applying an event of a player fails for; null for nothing.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>What an apply waits for before it does anything.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many times it was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The players of the events that had their effect.</summary>
    public string[] Players
    {
        get
        {
            lock (_gate)
                return [.. _players];
        }
    }

    public async ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        await Gate;
        List<(string Id, string Player)> events = [];
        foreach (BusMessage message in messages)
        {
            foreach (GameEvent e in EventBatch.Trusted(message.Payload))
                events.Add((Encoding.UTF8.GetString(e.Id), Encoding.UTF8.GetString(e.PlayerId)));
        }

        foreach ((_, string player) in events)
        {
            if (Fault(player) is { } fault)
                throw fault;
        }

        lock (_gate)
            _players.AddRange(events.Where(e => _ids.Add(e.Id)).Select(e => e.Player));
    }

    /// <summary>Waits until events of these players, and of no others, had their effect, each as often as it is named.</summary>
    public Task HasAppliedAsync(params string[] players) => Until.TrueAsync(
        () => Players.Order(StringComparer.Ordinal).SequenceEqual(players.Order(StringComparer.Ordinal)),
        () => $"{name} applied [{string.Join(", ", Players)}], not [{string.Join(", ", players)}]");
}
