using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiveOps.Bench.Reporting;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.State;

namespace LiveOps.Bench.Leaderboard;

/// <summary>Leagues in process, without HTTP and journal: a season of a million players in 20,000 cohorts, its tables, and its close with promotion, relegation and rewards.</summary>
internal static class LeaguesBench
{
    private const int Most = 1_000_000, CohortSize = 50, BatchSize = 100, AllTables = 200_000;

    private static readonly long Start = UnixTicks.Of(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public static Section Run(BenchOptions options)
    {
        var section = new Section("leagues", "Leagues: scores, tables, the close of a season");
        var table = new Table("players", "cohorts", "scores/s without a league", "scores/s with one", "tables/s", "close s", "of it under the gate ms", "B a player", "save s", "load s");
        for (int players = options.Sized(Most) / 10; players <= options.Sized(Most); players *= 10)
        {
            section.Progress($"{players:N0} players");
            Measure(section, table, options, players);
        }

        section.Say($"In process, one thread: one board with the window daily, and a league of {CohortSize} players a cohort on it. A score moves its player; closing is the whole record of the journal: archive, champions, of every cohort promotion of 10, relegation of 10 and rewards for 10, and cohorts of the next season for all players, who have scored in it and wait. Readers wait for what is under the gate only.");
        section.Add(table);
        return section;
    }

    private static void Measure(Section section, Table table, BenchOptions options, int players)
    {
        double without = players / Seconds(() => Send(NewState(leagues: false), players, Start));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        LeaderboardState state = NewState(leagues: true);
        double with = players / Seconds(() => Send(state, players, Start));
        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)players;

        League league = state.Leagues.Find("arena")!;
        LeagueSeason season = league.Open[0];
        OpenPeriod period = state.Boards[0].Tracks[(int)WindowKind.Daily].Open[0];
        var random = new Random(7);
        int queries = options.Sized(AllTables);
        double tables = queries / Seconds(() =>
        {
            for (int i = 0; i < queries; i++)
                CohortTable.Of(season.Cohorts[random.Next(season.Cohorts.Count)], period);
        });

        Send(state, players, Start + TimeSpan.FromMinutes(12 * 60 + 1).Ticks, "next-"); // in the grace of the season: all of them wait for a cohort in the next one
        using var snapshot = new MemoryStream();
        double save = Seconds(() => state.Save(snapshot));
        snapshot.Position = 0;
        LeaderboardState loaded = NewState(leagues: true);
        double load = Seconds(() => loaded.Load(snapshot));

        long longest = 0;
        double close;
        using (var stop = new CancellationTokenSource())
        {
            // A reader, as those of ranks: how long it waits for the gate at the most.
            Task reader = Task.Run(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    long start = Stopwatch.GetTimestamp();
                    lock (loaded.Gate)
                        longest = Math.Max(longest, Stopwatch.GetTimestamp() - start);
                }
            });
            close = Seconds(() => loaded.Execute(Commands.Rollover(Start + TimeSpan.FromHours(13).Ticks)));
            stop.Cancel();
            reader.Wait();
        }

        PastSeason past = loaded.Leagues.Find("arena")!.Past[0];
        if (past.Players != players || past.Promoted == 0 || loaded.RewardsOwed == 0)
            throw new InvalidOperationException("the season was not closed as it should be");
        table.Add(
            players.ToString("N0", CultureInfo.InvariantCulture), past.Cohorts.ToString("N0", CultureInfo.InvariantCulture),
            Text(section, $"scores without {players}", without, "N0"), Text(section, $"scores {players}", with, "N0"), Text(section, $"tables {players}", tables, "N0"),
            Text(section, $"close {players}", close, "N2"), Text(section, $"gate {players}", longest * 1000.0 / Stopwatch.Frequency, "N1"), Text(section, $"bytes {players}", bytes, "N1"),
            Text(section, $"save {players}", save, "N2"), Text(section, $"load {players}", load, "N2"));
    }

    private static string Text(Section section, string figure, double value, string format) => section.Figure(figure, [value]).Median.ToString(format, CultureInfo.InvariantCulture);

    private static LeaderboardState NewState(bool leagues)
    {
        var state = new LeaderboardState(new RecentEvents(TimeSpan.FromHours(24), 1 << 22));
        state.Execute(Commands.Policy(Start, """{"boards":{"ladder":{"windows":["daily"],"graceSeconds":300}}}"""u8));
        if (leagues)
        {
            state.Execute(Commands.LeaguesBase(
                Start,
                """{"leagues":{"arena":{"board":"ladder","window":"daily","cohortSize":50,"divisions":["bronze","silver","gold"],"promote":10,"relegate":10,"absent":"fall","rewards":[{"ranks":"1","reward":"gold"},{"ranks":"2-10","reward":"silver"}]}}}"""u8));
        }

        return state;
    }

    private static void Send(LeaderboardState state, int players, long accepted, string prefix = "")
    {
        var batch = new EventBatchBuilder();
        var random = new Random(42);
        Span<byte> id = stackalloc byte[IdRule.MaxLength], eventId = stackalloc byte[IdRule.MaxLength];
        for (int player = 0; player < players; player++)
        {
            int length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"player-{player}"), id);
            batch.Append(new GameEvent
            {
                Type = EventType.ScoreSubmitted,
                Id = eventId[..Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}{player}"), eventId)],
                PlayerId = id[..length],
                Subject = "ladder"u8,
                Value = random.NextInt64(1L << 40),
                OccurredAt = accepted / UnixTicks.PerMillisecond,
            });
            if (batch.Count < BatchSize && player < players - 1)
                continue;
            state.Apply([new BusMessage(BusMessageKind.Events, batch.Seal(accepted).Bytes)]);
            accepted += BatchSize;
            batch.Clear();
        }
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
