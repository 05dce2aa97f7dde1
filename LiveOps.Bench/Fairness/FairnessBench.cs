using System.Globalization;
using System.Text;
using LiveOps.Bench.Reporting;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores.Journaled;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace LiveOps.Bench.Fairness;

/// <summary>
/// Verdicts and learning over a million players in random order, so that every player is a cache miss, on one thread, with the policy that
/// comes with the service; and what a player costs in memory. Times are CPU time, so that a busy machine does not show.
/// </summary>
internal static class FairnessBench
{
    private const int AllPlayers = 1_000_000, BatchSize = 100;
    private const long Start = 17_636_000_000_000_000;

    public static Section Run(BenchOptions options)
    {
        var section = new Section("fairness", "Fairness: verdicts and learning");
        int players = options.Sized(AllPlayers);
        section.Say($"In process, one thread, {players:N0} players in random order in batches of {BatchSize}, so that every player is a cache miss; the policy that comes with the service. Rates are of CPU time; {options.Rounds} rounds, each over half as many events as there are players.");
        var table = new Table("events", "verdicts/s, one core", "allocated B a verdict", "learned/s", "bytes a player, seen", "bytes a player, active");
        Measure(section, table, options, players, "xp_gained", _ => EventType.XpGained);
        Measure(section, table, options, players, "score_submitted", _ => EventType.ScoreSubmitted);
        Measure(section, table, options, players, "mixed: 6 XP, 2 items, 1 boss, 1 score of 10", random => random.Next(10) switch
        {
            < 6 => EventType.XpGained,
            < 8 => EventType.ItemAcquired,
            8 => EventType.BossKilled,
            _ => EventType.ScoreSubmitted,
        });
        section.Add(table);
        section.Figure("verdicts slowest", section.Figures.Where(figure => figure.Key.StartsWith("verdicts ", StringComparison.Ordinal)).MinBy(figure => new Spread(figure.Value).Median).Value);
        return section;
    }

    /// <summary>Verdicts without a journal: flags go nowhere.</summary>
    public static VerdictEngine EngineOn(FairnessState state) => new(
        state, new FlagWriter(new NoJournal(), NullLogger<FlagWriter>.Instance), new FairnessMetrics(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry())));

    private static void Measure(Section section, Table table, BenchOptions options, int players, string name, Func<Random, EventType> type)
    {
        int first = players / BatchSize, perRound = first / 2;
        var random = new Random(20261120);
        var batches = new EventBatch[first + options.Rounds * perRound];
        var builder = new EventBatchBuilder();
        for (int i = 0, id = 0; i < batches.Length; i++)
        {
            builder.Clear();
            for (int n = 0; n < BatchSize; n++, id++)
            {
                EventType kind = type(random);
                builder.Append(new GameEvent
                {
                    Type = kind,
                    Id = Encoding.ASCII.GetBytes("event-" + id.ToString(CultureInfo.InvariantCulture)),
                    PlayerId = Encoding.ASCII.GetBytes("player-" + (id < players ? id : random.Next(players)).ToString(CultureInfo.InvariantCulture)),
                    Subject = kind == EventType.XpGained ? default : "arena"u8,
                    Value = kind == EventType.BossKilled ? 1 : 1 + random.Next(1000),
                    OccurredAt = (Start + i * 100_000L) / TimeSpan.TicksPerMillisecond,
                });
            }

            batches[i] = EventBatch.Trusted(builder.Seal(Start + i * 100_000L).Bytes.ToArray());
        }

        long before = Used();
        var state = new FairnessState();
        using Stream policy = typeof(FairnessExtensions).Assembly.GetManifestResourceStream("fairness.json")!;
        state.Execute(FairnessCommand.Policy(Encoding.UTF8.GetBytes(new StreamReader(policy).ReadToEnd())));
        VerdictEngine engine = EngineOn(state);

        // The first batches introduce every player; they are not timed.
        Learn(state, batches.AsSpan(0, first));
        double seen = (double)(Used() - before) / players;
        Ask(engine, batches.AsSpan(0, first));
        double active = (double)(Used() - before) / players;

        var verdicts = new List<double>();
        var learned = new List<double>();
        long allocated = 0;
        for (int round = 0; round < options.Rounds; round++)
        {
            Span<EventBatch> batch = batches.AsSpan(first + round * perRound, perRound);
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            verdicts.Add(Ask(engine, batch));
            allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            learned.Add(Learn(state, batch));
        }

        section.Progress($"{name}: {new Spread(verdicts).ToText()} verdicts/s");
        table.Add(
            name,
            section.Figure("verdicts " + name, verdicts).ToText(),
            ((double)allocated / (options.Rounds * perRound * BatchSize)).ToString("0.00", CultureInfo.InvariantCulture),
            section.Figure("learned " + name, learned).ToText(),
            section.Figure("seen " + name, [seen]).Median.ToString("N0", CultureInfo.InvariantCulture),
            section.Figure("active " + name, [active]).Median.ToString("N0", CultureInfo.InvariantCulture));
        GC.KeepAlive(engine);
    }

    private static double Ask(VerdictEngine engine, ReadOnlySpan<EventBatch> batches)
    {
        var verdicts = new Verdict[BatchSize];
        TimeSpan from = Environment.CpuUsage.TotalTime;
        foreach (EventBatch batch in batches)
            engine.Ask(batch, verdicts);
        return batches.Length * BatchSize / (Environment.CpuUsage.TotalTime - from).TotalSeconds;
    }

    private static double Learn(FairnessState state, ReadOnlySpan<EventBatch> batches)
    {
        TimeSpan from = Environment.CpuUsage.TotalTime;
        foreach (EventBatch batch in batches)
            state.Apply([new BusMessage(BusMessageKind.Events, batch.Bytes)]);
        return batches.Length * BatchSize / (Environment.CpuUsage.TotalTime - from).TotalSeconds;
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class NoJournal : ICommandLog
    {
        public Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default) => Task.FromResult<object?>(null);
    }
}
