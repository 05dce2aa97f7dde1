using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Bench.Reporting;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Bench.Progression;

/// <summary>
/// What Progression costs, in one process and on one core: folding events, reading a player, memory, snapshots. No disk and no network.
/// </summary>
internal static class ProgressionBench
{
    private const int AllPlayers = 1_000_000;
    private const int RoundBatches = 800;
    private const int BatchSize = 500;
    private const int EventsPerPlayer = 12;
    private const int Reads = 200_000;

    public static Section Run(BenchOptions options)
    {
        var section = new Section("progression", "Progression: folding, reading, memory");
        int players = options.Sized(AllPlayers);
        section.Say($"In process, one thread; events of all types in batches of {BatchSize}, duplicates found by their ids.");
        var table = new Table("measure", "value");
        Fold(section, table, options, 10_000);
        Fold(section, table, options, players);
        section.Progress($"{players:N0} players");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ProgressionState state = Populate(players);
        double memory = section.Figure("memory", [(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)players]).Median;
        table.Add("memory of a player with 3 bosses, 5 items, 4 rewards", memory.ToString("N0", CultureInfo.InvariantCulture) + " B");
        Read(section, table, options, state, players);
        SaveAndLoad(section, table, options, state, players);
        section.Add(table);
        return section;
    }

    private static void Fold(Section section, Table table, BenchOptions options, int players)
    {
        var state = new ProgressionState(DedupeSettings.Default, RulesReader.BuiltIn);
        var folded = new List<double>();
        var again = new List<double>();
        int warmUp = Math.Max(RoundBatches, players * 2 / BatchSize); // after it most players are known
        Apply(state, [.. Batches(0, warmUp, players)]);
        for (int round = 0; round < options.Rounds; round++)
        {
            BusMessage[] batches = [.. Batches(warmUp + round * RoundBatches, RoundBatches, players)];
            double first = Apply(state, batches), second = Apply(state, batches);
            folded.Add(first);
            again.Add(second);
        }

        table.Add($"events folded a second, {players:N0} players", section.Figure($"folded {players}", folded).ToText());
        table.Add("  the same again: duplicates", section.Figure($"duplicates {players}", again).ToText());
        section.Progress($"{players:N0} players: {new Spread(folded).ToText()} events/s");
    }

    private static double Apply(ProgressionState state, BusMessage[] batches)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (BusMessage batch in batches)
            state.Apply([batch]);
        return batches.Length * BatchSize / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static ProgressionState Populate(int players)
    {
        // Without the applied ids, whose memory is bounded by a setting of its own.
        var state = new ProgressionState(new DedupeSettings(TimeSpan.FromHours(24), 1_000), RulesReader.BuiltIn);
        var events = new EventBatchBuilder();
        long at = 1;
        for (int player = 0; player < players; player++)
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

    private static void Read(Section section, Table table, BenchOptions options, ProgressionState state, int players)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        var random = new Random(2);
        byte[][] ids = [.. Enumerable.Range(0, 4096).Select(_ => Encoding.ASCII.GetBytes($"player-{random.Next(players):D8}"))];
        var medians = new List<double>();
        var tails = new List<double>();
        long[] ticks = new long[Reads];
        for (int round = 0; round <= options.Rounds; round++)
        {
            for (int i = 0; i < Reads; i++)
            {
                long start = Stopwatch.GetTimestamp();
                buffer.ResetWrittenCount();
                json.Reset();
                state.TryWritePlayer(ids[i & 4095], json);
                json.Flush();
                ticks[i] = Stopwatch.GetTimestamp() - start;
            }

            if (round == 0)
                continue;
            Array.Sort(ticks);
            medians.Add(Microseconds(ticks[Reads / 2]));
            tails.Add(Microseconds(ticks[Reads / 100 * 99]));
        }

        table.Add("a player read and written as JSON, µs, median", section.Figure("read", medians).ToText("N2"));
        table.Add("  99th of 100", section.Figure("read p99", tails).ToText("N2"));
    }

    private static void SaveAndLoad(Section section, Table table, BenchOptions options, ProgressionState state, int players)
    {
        var saved = new List<double>();
        var loaded = new List<double>();
        using var snapshot = new MemoryStream(1 << 28);
        for (int round = 0; round < options.Rounds; round++)
        {
            snapshot.SetLength(0);
            long start = Stopwatch.GetTimestamp();
            state.Save(snapshot);
            saved.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            snapshot.Position = 0;
            start = Stopwatch.GetTimestamp();
            new ProgressionState(DedupeSettings.Default, RulesReader.BuiltIn).Load(snapshot);
            loaded.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        table.Add($"snapshot of {players:N0} players written, ms", section.Figure("save", saved).ToText());
        table.Add("  and loaded, ms", section.Figure("load", loaded).ToText());
        table.Add("  bytes a player", (snapshot.Length / (double)players).ToString("N0", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<BusMessage> Batches(int first, int count, int players)
    {
        var random = new Random(first);
        var events = new EventBatchBuilder();
        for (int batch = first; batch < first + count; batch++)
        {
            events.Clear();
            for (int i = 0; i < BatchSize; i++)
                Append(events, batch * (long)BatchSize + i, Encoding.ASCII.GetBytes($"player-{random.Next(players):D8}"), random.Next(EventsPerPlayer));
            yield return new BusMessage(BusMessageKind.Events, events.Seal(1 + batch * (long)BatchSize).Bytes.ToArray());
        }
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
