using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;

namespace LiveOps.Bench.Progression;

/// <summary>
/// What Progression costs, in one process and on one core: folding events, reading a player, memory, snapshots. No disk and no network.
/// </summary>
public static class ProgressionBench
{
    private const int Players = 1_000_000;
    private const int BatchSize = 500;
    private const int EventsPerPlayer = 12;
    private const int Reads = 1_000_000;

    /// <summary>Runs for some 20 seconds and prints a table.</summary>
    public static void Run()
    {
        Row("measure", "value");
        Fold();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ProgressionState state = Populate();
        Row("memory per player, 3 bosses, 5 items, 4 rewards", $"{(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Players:F0} B");
        Read(state);
        SaveAndLoad(state);
    }

    private static void Fold()
    {
        foreach (int players in new[] { 10_000, Players })
        {
            var state = new ProgressionState(DedupeSettings.Default, RulesReader.BuiltIn);
            BusMessage[] batches = [.. Batches(count: 4_000, players, seed: 1)];
            var watch = Stopwatch.StartNew();
            foreach (BusMessage batch in batches)
                state.Apply([batch]);
            Row($"events folded, {players:N0} players, dedupe included", $"{batches.Length * BatchSize / watch.Elapsed.TotalSeconds:N0} /s");
            watch.Restart();
            foreach (BusMessage batch in batches)
                state.Apply([batch]);
            Row("  the same again: duplicates", $"{batches.Length * BatchSize / watch.Elapsed.TotalSeconds:N0} /s");
        }
    }

    private static ProgressionState Populate()
    {
        // Without the applied ids, whose memory is bounded by a setting of its own.
        var state = new ProgressionState(new DedupeSettings(TimeSpan.FromHours(24), 1_000), RulesReader.BuiltIn);
        var events = new EventBatchBuilder();
        long at = 1;
        for (int player = 0; player < Players; player++)
        {
            byte[] id = Encoding.ASCII.GetBytes($"player-{player:D8}");
            for (int i = 0; i < EventsPerPlayer; i++)
                Append(events, player * (long)EventsPerPlayer + i, id, i);
            if (events.Count + EventsPerPlayer > BatchSize)
                Apply();
        }

        Apply();
        return state;

        void Apply()
        {
            state.Apply([new BusMessage(BusMessageKind.Events, events.Seal(at).Bytes)]);
            at += events.Count;
            events.Clear();
        }
    }

    private static void Append(EventBatchBuilder events, long number, byte[] player, int i) => events.Append(new GameEvent
    {
        Type = i switch { < 4 => EventType.BossKilled, < 9 => EventType.ItemAcquired, < 11 => EventType.XpGained, _ => EventType.ScoreSubmitted },
        Id = Encoding.ASCII.GetBytes($"event-{number:D12}"),
        PlayerId = player,
        Subject = i switch { < 4 => Encoding.ASCII.GetBytes($"boss-{i % 3}"), < 9 => Encoding.ASCII.GetBytes($"item-{i}"), < 11 => default, _ => "arena"u8 },
        Value = 100,
    });

    private static void Read(ProgressionState state)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        var random = new Random(2);
        byte[][] ids = [.. Enumerable.Range(0, 4096).Select(_ => Encoding.ASCII.GetBytes($"player-{random.Next(Players):D8}"))];
        long[] ticks = new long[Reads];
        for (int i = 0; i < Reads; i++)
        {
            long start = Stopwatch.GetTimestamp();
            buffer.ResetWrittenCount();
            json.Reset();
            state.TryWritePlayer(ids[i & 4095], json);
            json.Flush();
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(ticks);
        Row("a player read and written as JSON, median", Microseconds(ticks[Reads / 2]));
        Row("  99th of 100", Microseconds(ticks[Reads / 100 * 99]));
    }

    private static void SaveAndLoad(ProgressionState state)
    {
        using var snapshot = new MemoryStream(1 << 28);
        var watch = Stopwatch.StartNew();
        state.Save(snapshot);
        Row($"snapshot of {Players:N0} players written", $"{watch.ElapsedMilliseconds} ms, {snapshot.Length / (double)Players:F0} B a player");
        snapshot.Position = 0;
        var loaded = new ProgressionState(DedupeSettings.Default, RulesReader.BuiltIn);
        watch.Restart();
        loaded.Load(snapshot);
        Row("  and loaded", $"{watch.ElapsedMilliseconds} ms");
    }

    private static IEnumerable<BusMessage> Batches(int count, int players, int seed)
    {
        var random = new Random(seed);
        var events = new EventBatchBuilder();
        for (int batch = 0; batch < count; batch++)
        {
            events.Clear();
            for (int i = 0; i < BatchSize; i++)
                Append(events, batch * (long)BatchSize + i, Encoding.ASCII.GetBytes($"player-{random.Next(players):D8}"), random.Next(EventsPerPlayer));
            yield return new BusMessage(BusMessageKind.Events, events.Seal(1 + batch * (long)BatchSize).Bytes.ToArray());
        }
    }

    private static string Microseconds(long ticks) => $"{ticks * 1e6 / Stopwatch.Frequency:F2} µs";

    private static void Row(string measure, string value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measure,-52} {value}"));
}
