using System.Collections.Concurrent;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores;
using LiveOps.Fairness.Stores.Journaled;
using LiveOps.Tests.Fairness.State;
using Microsoft.Extensions.Logging.Abstractions;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores.Journaled;

/// <summary>All that takes the locks of <c>docs/locks.md</c> that are Fairness's, on threads of their own: nobody waits for ever, and nothing of it is seen in what is durable.</summary>
public sealed class Everything_at_once : ICommandLog
{
    private const int Batches = 400, EventsInBatch = 50, Players = 40;

    private readonly FairnessState _state = new();
    private readonly FairnessWorld _world = new();
    private readonly ConcurrentQueue<byte[]> _commands = new();
    private readonly List<Action<FairnessState>> _journal = [];

    [Fact]
    public async Task Verdicts_learning_decisions_pages_and_snapshots_come_to_their_end_and_a_replay_to_the_same()
    {
        byte[][] batches = [.. Enumerable.Range(0, Batches).Select(Batch)];
        var engine = new VerdictEngine(_state, new FlagWriter(this, NullLogger<FlagWriter>.Instance), new FairnessMetrics(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry())));
        Apply(state => state.Execute(FairnessCommand.Policy(Encoding.UTF8.GetBytes(DefaultPolicy))));
        using var done = new CancellationTokenSource();

        Task[] others =
        [
            Run(() => Ask(engine, batches)),
            Run(() => Ask(engine, [.. batches.Reverse()])),
            Run(() => ReadAsync(new JournaledStore(_state, this, _world.Clock), done.Token).GetAwaiter().GetResult()),
        ];
        await Run(() => ApplyAll(batches)).WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
        await done.CancelAsync();
        await Task.WhenAll(others).WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
        ApplyCommands();

        var replayed = new FairnessState();
        foreach (Action<FairnessState> record in _journal)
            record(replayed);
        Assert.Equal(StateText.Of(replayed), StateText.Of(_state));
        Assert.Contains("@record", StateText.Of(_state), StringComparison.Ordinal);
    }

    // Verdicts' threads only leave their flags: the applying thread brings them.
    public Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default)
    {
        _commands.Enqueue(command.ToArray());
        return Task.FromResult<object?>(null);
    }

    private static Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private byte[] Batch(int number)
    {
        _world.Wait(1);
        TestEvent[] events = [.. Enumerable.Range(0, EventsInBatch).Select(i => ((number + i) % 3) switch
        {
            0 => Score($"p{(number + i) % Players}", i % 17 == 0 ? 900_000 : 100 + i),
            1 => Xp($"p{(number * i) % Players}", i % 29 == 0 ? 200_000 : 10),
            _ => Boss($"p{i % Players}"),
        })];
        return _world.Batch(events).Bytes.ToArray();
    }

    private void ApplyAll(byte[][] batches)
    {
        for (int i = 0; i < batches.Length; i++)
        {
            byte[] batch = batches[i];
            Apply(state => state.Apply([new BusMessage(BusMessageKind.Events, batch)]));
            if (i % 10 == 0)
                Apply(Decision(i, until: i % 20 == 0 ? 0 : _world.Now + TimeSpan.TicksPerHour));
            if (i % 25 == 0)
                Apply(state => state.Apply([new BusMessage(BusMessageKind.PlayerErased, "p7"u8.ToArray())]));
            if (i % 50 == 0)
                _state.Save(Stream.Null);
            ApplyCommands();
        }
    }

    private Action<FairnessState> Decision(int number, long until)
    {
        byte[] command = FairnessCommand.Decide(new OperatorAction($"p{number % Players}", _world.Now, until, "alice", "seen"));
        return state => state.Execute(command);
    }

    private void ApplyCommands()
    {
        while (_commands.TryDequeue(out byte[]? command))
            Apply(state => state.Execute(command));
    }

    private void Apply(Action<FairnessState> record)
    {
        _journal.Add(record);
        record(_state);
    }

    private static void Ask(VerdictEngine engine, byte[][] batches)
    {
        var verdicts = new Verdict[EventsInBatch];
        foreach (byte[] batch in batches)
            engine.Ask(EventBatch.Trusted(batch), verdicts);
    }

    private static async Task ReadAsync(JournaledStore store, CancellationToken done)
    {
        for (int i = 0; !done.IsCancellationRequested; i++)
        {
            await store.StandingAsync($"p{i % Players}");
            Assert.NotNull(await store.FlagsAsync(new PageQuery(null, null, 50)));
        }
    }
}
