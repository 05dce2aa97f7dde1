using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Verdicts;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace LiveOps.Bench.Fairness;

/// <summary>
/// Verdicts and learning over a million players in random order, so that every player is a cache miss, on one thread, with the policy that
/// comes with the service; and what a player costs in memory. Times are CPU time, so that a busy machine does not show.
/// </summary>
public static class FairnessBench
{
    private const int Players = 1_000_000, BatchSize = 100, Batches = 40_000;
    private const long Start = 17_636_000_000_000_000;

    /// <summary>Runs it and prints a table.</summary>
    public static void Run()
    {
        Console.WriteLine("| events | verdicts/s, one core | allocated per verdict | learned/s | bytes/player, seen | bytes/player, active |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Measure("xp_gained", (_, _) => EventType.XpGained);
        Measure("score_submitted", (_, _) => EventType.ScoreSubmitted);
        Measure("mixed: 6 XP, 2 items, 1 boss, 1 score of 10", (random, _) => random.Next(10) switch
        {
            < 6 => EventType.XpGained,
            < 8 => EventType.ItemAcquired,
            8 => EventType.BossKilled,
            _ => EventType.ScoreSubmitted,
        });
    }

    private static void Measure(string name, Func<Random, int, EventType> type)
    {
        var random = new Random(20261120);
        var batches = new EventBatch[Batches];
        var builder = new EventBatchBuilder();
        for (int i = 0, id = 0; i < Batches; i++)
        {
            builder.Clear();
            for (int n = 0; n < BatchSize; n++, id++)
            {
                EventType kind = type(random, id);
                builder.Append(new GameEvent
                {
                    Type = kind,
                    Id = Encoding.ASCII.GetBytes("event-" + id.ToString(CultureInfo.InvariantCulture)),
                    PlayerId = Encoding.ASCII.GetBytes("player-" + (id < Players ? id : random.Next(Players)).ToString(CultureInfo.InvariantCulture)),
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
        var engine = new VerdictEngine(state, new FlagWriter(new NoJournal(), NullLogger<FlagWriter>.Instance),
            new FairnessMetrics(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry())));

        // The first quarter introduces every player; it is not timed.
        const int First = Players / BatchSize;
        Learn(state, batches.AsSpan(0, First));
        double seen = (double)(Used() - before) / Players;
        Ask(engine, batches.AsSpan(0, First));
        double active = (double)(Used() - before) / Players;

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        double verdicts = Ask(engine, batches.AsSpan(First));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double learned = Learn(state, batches.AsSpan(First));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {verdicts:N0} | {(double)allocated / ((Batches - First) * BatchSize):0.00} B | {learned:N0} | {seen:0} | {active:0} |"));
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
