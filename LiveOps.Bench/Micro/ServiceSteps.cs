using System.Text;
using BenchmarkDotNet.Attributes;
using LiveOps.Bench.Fairness;
using LiveOps.Bench.Load;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores.Journaled;
using LiveOps.Leaderboard.State;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Bench.Micro;

/// <summary>
/// What each service does with a batch of 100 over 100,000 players and 10 boards. The batches go round; the ids remembered are fewer, so that an
/// event that comes again counts again.
/// </summary>
public class ServiceSteps
{
    private const int Count = 2000, RememberedIds = Count * Samples.BatchSize / 4;

    private readonly Verdict[] _verdicts = new Verdict[Samples.BatchSize];
    private readonly ProgressionState _progression = new(new DedupeSettings(TimeSpan.FromHours(24), RememberedIds), RulesReader.BuiltIn);
    private readonly LeaderboardState _leaderboard = new(new RecentEvents(TimeSpan.FromHours(24), RememberedIds));
    private readonly FairnessState _fairness = new();
    private VerdictEngine _engine = null!;
    private BusMessage[] _messages = [];
    private int _at;

    [GlobalSetup]
    public void SetUp()
    {
        _messages = [.. Samples.Batches(Count, new EventMix(100_000, 10)).Select(batch => new BusMessage(BusMessageKind.Events, batch.Bytes))];
        _leaderboard.Execute(Commands.Policy(UnixTicks.Of(TimeProvider.System.GetUtcNow()), """{"default":{"operator":"last"}}"""u8));
        _fairness.Execute(FairnessCommand.Policy(Encoding.UTF8.GetBytes(Servers.BenchPolicies.Fairness())));
        _engine = FairnessBench.EngineOn(_fairness);
    }

    [Benchmark(Description = "Fairness: verdict of an event", OperationsPerInvoke = Samples.BatchSize)]
    public void Judge() => _engine.Ask(EventBatch.Trusted(Next().Payload), _verdicts);

    [Benchmark(Description = "Fairness: an event learned", OperationsPerInvoke = Samples.BatchSize)]
    public void Learn() => _fairness.Apply([Next()]);

    [Benchmark(Description = "Progression: an event folded", OperationsPerInvoke = Samples.BatchSize)]
    public void Fold() => _progression.Apply([Next()]);

    [Benchmark(Description = "Leaderboard: an event of four, one of them a score, in 4 windows", OperationsPerInvoke = Samples.BatchSize)]
    public void Rank() => _leaderboard.Apply([Next()]);

    private BusMessage Next() => _messages[_at++ % _messages.Length];
}
