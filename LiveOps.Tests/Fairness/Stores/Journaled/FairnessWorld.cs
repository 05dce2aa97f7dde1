using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Signing;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores;
using LiveOps.Fairness.Stores.Journaled;
using LiveOps.ServiceDefaults.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Fairness.Stores.Journaled;

/// <summary>The state in memory, with a journal in memory.</summary>
internal sealed class FairnessWorld : World, ICommandLog
{
    private readonly VerdictEngine _engine;
    private Queue<byte[]>? _held;

    public FairnessWorld(string? policy = null)
    {
        _engine = new VerdictEngine(State, new FlagWriter(this, NullLogger<FlagWriter>.Instance), new FairnessMetrics(Prometheus.Metrics.WithCustomRegistry(Registry)));
        Store = new JournaledStore(State, this, Clock);
        Reviews = new JournaledReviews(State, this);
        Audits = new JournalAudit(() => State.Audit, command => ExecuteAsync(FairnessCommand.Consumer, FairnessCommand.Audited(command)));
        Execute(FairnessCommand.Policy(Encoding.UTF8.GetBytes(policy ?? DefaultPolicy)));
    }

    public FairnessState State { get; } = new();

    public override IVerdicts Engine => _engine;

    public override IFairnessStore Store { get; }

    public override IReviewStore Reviews { get; }

    public override IAudit Audits { get; }

    public override IPlayerEpochs Epochs => new PlayerEpochs(State);

    /// <summary>All that went to the journal, as functions that do it again.</summary>
    public List<Action<FairnessState>> Journal { get; } = [];

    /// <summary>Asks, without anything of a test's around it.</summary>
    public void Judge(EventBatch batch, Verdict[] verdicts) => _engine.Ask(batch, verdicts);

    protected override async Task AnnounceAsync()
    {
        using var news = new BlockNews(State, Bus, this, Clock, NullLogger<BlockNews>.Instance);
        await news.AnnounceAsync(CancellationToken.None);
    }

    public override void Publish(BusMessage message)
    {
        Journal.Add(state => state.Apply([message]));
        State.Apply([message]);
    }

    public object? Execute(byte[] command)
    {
        Journal.Add(state => state.Execute(command));
        return State.Execute(command);
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

        return Task.FromResult(Execute(command.ToArray()));
    }
}
