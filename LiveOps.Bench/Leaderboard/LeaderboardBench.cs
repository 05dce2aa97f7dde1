using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiveOps.Bench.Reporting;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Bench.Leaderboard;

/// <summary>
/// The leaderboard in process, without HTTP and journal: one board with four windows. Every update is a batch of 100 scores that move
/// their players in all four windows (the operator is <c>last</c>), each to a random place: the most a score can cost.
/// </summary>
internal static class LeaderboardBench
{
    private const int BatchSize = 100;
    private const int AllUpdates = 100_000, AllQueries = 200_000;
    private static readonly long Start = UnixTicks.Of(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private const int Largest = 10_000_000;

    public static Section Run(BenchOptions options)
    {
        var section = new Section("leaderboard", "Leaderboard: updates, ranks, pages");
        LeaderboardHttpBench.Run(section, options);
        Run(section, options, options.Sized(Largest));
        return section;
    }

    /// <summary>Adds a table with a line for each size from 10^4 players on.</summary>
    /// <param name="section">Where to.</param>
    /// <param name="options">How thoroughly.</param>
    /// <param name="largest">The most players; 10^7 take about 3 GB.</param>
    private static void Run(Section section, BenchOptions options, int largest)
    {
        var table = new Table("players", "updates/s", "ranks/s", "around/s", "top 10/s", "B a player and window", "save s", "load s");
        var lines = new Dictionary<string, List<(double X, Spread Y)>>();
        for (int players = 10_000; players <= largest; players *= 10)
        {
            section.Progress($"{players:N0} players");
            Measure(section, table, lines, options, players);
        }

        foreach (string operation in new[] { "updates", "ranks" })
        {
            double[] before = section.Figures[$"{operation} {largest / 10}"], at = section.Figures[$"{operation} {largest}"];
            section.Figure("growth " + operation, before.Zip(at, (less, more) => less / more));
        }

        section.Say($"In process, one thread: one board with four windows. An update is a score, in batches of {BatchSize}, that moves its player to a random place in all four windows: the most a score can cost. {options.Rounds} rounds.");
        section.Add(table);
        section.Add("leaderboard-growth", "Time of an operation by players", Chart.Lines(
            "Leaderboard: time of an operation by players of the board", "players", "µs", true, [.. lines.Select(line => new Series(line.Key, line.Value))]));
    }

    private static void Measure(Section section, Table table, Dictionary<string, List<(double X, Spread Y)>> lines, BenchOptions options, int players)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        LeaderboardState state = NewState();
        var sender = new Sender(state);
        for (int player = 0; player < players; player++)
            sender.Send(player);
        sender.Flush();
        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)players / WindowKinds.Count;

        var random = new Random(7);
        int queries = options.Sized(AllQueries);
        Spread updates = Rounds("updates", "update of 4 windows", options.Sized(AllUpdates), () => sender.Send(random.Next(players)));
        sender.Flush();
        OpenPeriod all = state.Boards[0].Tracks[(int)WindowKind.All].Open[0];
        Spread ranks = Rounds("ranks", "rank of a player", queries, () => all.RankOf(random.Next(players)));
        Spread around = Rounds("around", "around a player, 11", queries, () =>
        {
            int rank = all.RankOf(random.Next(players));
            all.CopyTo(RowBuffer.Rent(), Math.Max(0, rank - 5), 11, state.Players);
        });
        Spread top = Rounds("top", "top 10", queries, () => all.CopyTo(RowBuffer.Rent(), 0, 10, state.Players));

        using var snapshot = new MemoryStream();
        double save = Seconds(() => state.Save(snapshot));
        snapshot.Position = 0;
        LeaderboardState loaded = NewState();
        double load = Seconds(() => loaded.Load(snapshot));
        GC.KeepAlive(state);
        table.Add(
            players.ToString("N0", CultureInfo.InvariantCulture), updates.ToText(), ranks.ToText(), around.ToText(), top.ToText(),
            section.Figure($"bytes {players}", [bytes]).Median.ToString("N1", CultureInfo.InvariantCulture),
            save.ToString("N2", CultureInfo.InvariantCulture), section.Figure($"load {players}", [load]).Median.ToString("N2", CultureInfo.InvariantCulture));

        Spread Rounds(string name, string line, int times, Action action)
        {
            Spread rates = section.Figure($"{name} {players}", Enumerable.Range(0, options.Rounds + 1).Select(_ => Rate(times, action)).Skip(1));
            if (!lines.TryGetValue(line, out var points))
                lines.Add(line, points = []);
            points.Add((players, new Spread(section.Figures[$"{name} {players}"].Select(rate => 1e6 / rate))));
            return rates;
        }
    }

    private static LeaderboardState NewState()
    {
        var state = new LeaderboardState(new RecentEvents(TimeSpan.FromHours(24), 1 << 24));
        state.Execute(Commands.Policy(Start, """{"boards":{"arena":{"operator":"last"}}}"""u8));
        return state;
    }

    private static double Rate(int times, Action action)
    {
        return times / Seconds(() =>
        {
            for (int i = 0; i < times; i++)
                action();
        });
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Sender(LeaderboardState state)
    {
        private readonly EventBatchBuilder _batch = new();
        private readonly Random _random = new(42);
        private readonly byte[] _id = new byte[16], _player = new byte[16];
        private long _sent, _accepted = Start;

        public void Send(int player)
        {
            Encoding.ASCII.TryGetBytes(string.Create(CultureInfo.InvariantCulture, $"event-{_sent++:0000000000}"), _id, out int id);
            Encoding.ASCII.TryGetBytes(string.Create(CultureInfo.InvariantCulture, $"player-{player}"), _player, out int name);
            _batch.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = _id.AsSpan(0, id),
                PlayerId = _player.AsSpan(0, name),
                Subject = "arena"u8,
                Value = _random.NextInt64(1L << 40),
                OccurredAt = _accepted / UnixTicks.PerMillisecond,
            });
            if (_batch.Count == BatchSize)
                Flush();
        }

        public void Flush()
        {
            if (_batch.Count == 0)
                return;
            state.Apply([new BusMessage(BusMessageKind.Events, _batch.Seal(_accepted).Bytes)]);
            _accepted += BatchSize;
            _batch.Clear();
        }
    }
}
