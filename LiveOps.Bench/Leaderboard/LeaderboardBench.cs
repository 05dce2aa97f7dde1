using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Bench.Leaderboard;

/// <summary>
/// The leaderboard in process, without HTTP and journal: one board with four windows. Every update is a batch of 100 scores that move
/// their players in all four windows (the operator is <c>last</c>), each to a random place: the most a score can cost.
/// </summary>
public static class LeaderboardBench
{
    private const int BatchSize = 100;
    private const int Updates = 200_000, Queries = 300_000;
    private static readonly long Start = UnixTicks.Of(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Prints a table, a line for each size from 10^4 players on.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="largest">The most players; 10^7 take about 3 GB and two minutes.</param>
    public static void Run(TextWriter output, int largest = 10_000_000)
    {
        output.WriteLine("players     updates/s  µs/batch   ranks/s  around/s   top10/s  B/player·window   save s   load s  snapshot MB");
        for (int players = 10_000; players <= largest; players *= 10)
            output.WriteLine(Measure(players));
    }

    private static string Measure(int players)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        LeaderboardState state = NewState();
        var sender = new Sender(state);
        for (int player = 0; player < players; player++)
            sender.Send(player);
        sender.Flush();
        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)players / WindowKinds.Count;

        var random = new Random(7);
        double updates = Rate(Updates, () => sender.Send(random.Next(players)));
        sender.Flush();
        OpenPeriod all = state.Boards[0].Tracks[(int)WindowKind.All].Open[0];
        double ranks = Rate(Queries, () => all.RankOf(random.Next(players)));
        double around = Rate(Queries, () =>
        {
            int rank = all.RankOf(random.Next(players));
            all.CopyTo(RowBuffer.Rent(), Math.Max(0, rank - 5), 11, state.Players);
        });
        double top = Rate(Queries, () => all.CopyTo(RowBuffer.Rent(), 0, 10, state.Players));

        using var snapshot = new MemoryStream();
        double save = Seconds(() => state.Save(snapshot));
        snapshot.Position = 0;
        LeaderboardState loaded = NewState();
        double load = Seconds(() => loaded.Load(snapshot));
        GC.KeepAlive(state);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{players,-10} {updates,10:N0} {BatchSize / updates * 1e6,9:N0} {ranks,9:N0} {around,9:N0} {top,9:N0} {bytes,16:N1} {save,8:N2} {load,8:N2} {snapshot.Length / 1e6,12:N1}");
    }

    private static LeaderboardState NewState()
    {
        var state = new LeaderboardState(new RecentIds(TimeSpan.FromHours(24), 1 << 24));
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
