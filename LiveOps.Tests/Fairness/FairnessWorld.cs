using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Verdicts;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace LiveOps.Tests.Fairness;

/// <summary>An event as a test writes it.</summary>
public sealed record TestEvent(string Player, EventType Type, long Value, string Subject = "", string? Id = null, long? OccurredAt = null);

/// <summary>Fairness without its host: a gateway that asks and publishes, a journal in memory, a clock that tests move.</summary>
internal sealed class FairnessWorld : ICommandLog
{
    private readonly EventBatchBuilder _asked = new(), _accepted = new();
    private readonly VerdictEngine _engine;
    private long _ids;
    private Queue<byte[]>? _held;

    public FairnessWorld(string? policy = null)
    {
        _engine = new VerdictEngine(State, new FlagWriter(this, NullLogger<FlagWriter>.Instance), new FairnessMetrics(Prometheus.Metrics.WithCustomRegistry(Registry)));
        Execute(FairnessCommand.Policy(Encoding.UTF8.GetBytes(policy ?? DefaultPolicy)));
    }

    public static string DefaultPolicy { get; } = ReadDefault();

    public ManualClock Clock { get; } = new();

    public FairnessState State { get; } = new();

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public IVerdicts Engine => _engine;

    /// <summary>All that went to the journal, as functions that do it again.</summary>
    public List<Action<FairnessState>> Journal { get; } = [];

    public long Now => Clock.UnixTicks();

    public static TestEvent Xp(string player, long amount, string? id = null) => new(player, EventType.XpGained, amount, "", id);

    public static TestEvent Score(string player, long score, string board = "arena", string? id = null) => new(player, EventType.ScoreSubmitted, score, board, id);

    public static TestEvent Boss(string player) => new(player, EventType.BossKilled, 1, "dragon");

    /// <summary>Asks for verdicts and publishes what was accepted, as the gateway does.</summary>
    public Verdict[] Send(params IReadOnlyList<TestEvent> events)
    {
        Verdict[] verdicts = Ask(events);
        _accepted.Clear();
        int at = 0;
        foreach (GameEvent e in _asked.Seal(Now))
        {
            if (verdicts[at++].Kind == VerdictKind.Accepted)
                _accepted.Append(e);
        }

        if (_accepted.Count > 0)
            Publish(new BusMessage(BusMessageKind.Events, _accepted.Seal(Now).Bytes.ToArray()));
        return verdicts;
    }

    public Verdict Send(TestEvent e) => Send([e])[0];

    /// <summary>Asks, without anything of a test's around it.</summary>
    public void Judge(EventBatch batch, Verdict[] verdicts) => _engine.Ask(batch, verdicts);

    /// <summary>Asks only.</summary>
    public Verdict[] Ask(IReadOnlyList<TestEvent> events)
    {
        _asked.Clear();
        foreach (TestEvent e in events)
        {
            _asked.Append(new GameEvent
            {
                Type = e.Type,
                Id = Encoding.UTF8.GetBytes(e.Id ?? $"e-{_ids++}"),
                PlayerId = Encoding.UTF8.GetBytes(e.Player),
                Subject = Encoding.UTF8.GetBytes(e.Subject),
                Value = e.Value,
                OccurredAt = e.OccurredAt ?? Clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }

        var verdicts = new Verdict[events.Count];
        ValueTask answer = _engine.AskAsync(_asked.Seal(Now), verdicts, CancellationToken.None);
        Assert.True(answer.IsCompletedSuccessfully);
        return verdicts;
    }

    public void Publish(BusMessage message)
    {
        Journal.Add(state => state.Apply([message]));
        State.Apply([message]);
    }

    public void Execute(byte[] command)
    {
        Journal.Add(state => state.Execute(command));
        State.Execute(command);
    }

    /// <summary>From now on the journal takes commands and does not bring them.</summary>
    public void HoldCommands() => _held = new Queue<byte[]>();

    /// <summary>It brings them.</summary>
    public void ReleaseCommands()
    {
        while (_held!.TryDequeue(out byte[]? command))
            Execute(command);
        _held = null;
    }

    public void Erase(string player) => Publish(new BusMessage(BusMessageKind.PlayerErased, Encoding.UTF8.GetBytes(player)));

    public void Wait(double seconds) => Clock.UtcNow += TimeSpan.FromSeconds(seconds);

    public StandingAnswer Standing(string player) => StandingIn(State, player);

    public StandingAnswer StandingIn(FairnessState state, string player)
    {
        UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(player));
        return state.ShardOf(id).Records.TryGetValue(id, out PlayerRecord? record)
            ? StandingAnswer.Of(player, record.Live, Now)
            : StandingAnswer.Clean(player);
    }

    public Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default)
    {
        Assert.Equal("fairness", consumer);
        if (_held is not null)
        {
            byte[] held = command.ToArray();
            _held.Enqueue(held);
            return new TaskCompletionSource<object?>().Task;
        }

        Execute(command.ToArray());
        return Task.FromResult<object?>(null);
    }

    private static string ReadDefault()
    {
        using Stream stream = typeof(FairnessExtensions).Assembly.GetManifestResourceStream("fairness.json")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
