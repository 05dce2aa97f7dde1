using System.Globalization;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Notices;
using LiveOps.Core.Rewards;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.State;
using LiveOps.Tests.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>A state with leagues, without a service around it; its time is what records carry. What it is told it can be told again, upon an older snapshot, as a journal does.</summary>
internal sealed class LeaguesUnderTest
{
    private readonly List<string> _earned = [], _toldInVain = [];
    private readonly List<Func<LeaderboardState, object?>> _since = []; // since the snapshot
    private byte[] _snapshot;
    private long _accepted;
    private int _ids;

    public LeaguesUnderTest(string boards, string leagues)
    {
        _snapshot = Snapshot();
        Execute(Commands.Policy(Now, Encoding.UTF8.GetBytes(boards)));
        Rule(leagues);
    }

    /// <summary>2026-11-20T12:00:00Z, a Friday, and what has passed since.</summary>
    public long Now { get; private set; } = UnixTicks.Of(new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc));

    public LeaderboardState State { get; private set; } = StateLines.New();

    /// <summary>What was earned and told, each as <c>reward player</c>, in order.</summary>
    public IReadOnlyList<string> Earned => _earned;

    /// <summary>What was told, and a crash came before that was noted.</summary>
    public IReadOnlyList<string> ToldInVain => _toldInVain;

    public void Rule(string leagues) => Execute(Commands.LeaguesBase(Now, Encoding.UTF8.GetBytes(leagues)));

    /// <summary>Takes all leagues out of the document.</summary>
    public void Rest() => Rule("{}");

    public void Pass(TimeSpan time)
    {
        Now += time.Ticks;
        Execute(Commands.Rollover(Now));
    }

    public void Score(string player, long score, TimeSpan? ago = null, string board = "ladder")
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent
        {
            Type = EventType.ScoreSubmitted,
            Id = Encoding.ASCII.GetBytes($"e{++_ids}"),
            PlayerId = Encoding.ASCII.GetBytes(player),
            Subject = Encoding.ASCII.GetBytes(board),
            Value = score,
            OccurredAt = (Now - (ago ?? TimeSpan.Zero).Ticks) / UnixTicks.PerMillisecond,
        });
        _accepted = Math.Max(_accepted + 1, Now);
        Apply(new BusMessage(BusMessageKind.Events, builder.Seal(_accepted).Bytes.ToArray()));
    }

    public void Hide(string player) => Execute(Commands.Hide(Now, player));

    public void Show(string player) => Execute(Commands.Show(Now, player));

    public void Erase(string player) => Apply(new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(player)));

    public bool EndEarly() => Execute(Commands.EndEarly(Now, "ladder", WindowKind.Daily)) is RolledOver;

    public void Drop() => Execute(Commands.DropBoard(Now, "ladder"));

    /// <summary>Has notices of a type told.</summary>
    public void Want(NoticeType type) => Apply(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(Now, NoticeTypes.Bit(type)).ToBytes()));

    /// <summary>The notices that wait, as JSON.</summary>
    public string[] Notices() => State.Outbox.Peek(0) is { } batch ? [.. batch.Notices.Select(notice => $"{notice.Subject} {Encoding.UTF8.GetString(notice.Data.Span)}")] : [];

    /// <summary>A snapshot is made, from which the next start begins.</summary>
    public void Save()
    {
        _snapshot = Snapshot();
        _since.Clear();
    }

    /// <summary>A crash and a start: the last snapshot, and what came since once more.</summary>
    public void Restart()
    {
        State = StateLines.New();
        State.Load(new MemoryStream(_snapshot));
        foreach (Func<LeaderboardState, object?> step in _since)
            step(State);
    }

    /// <summary>Tells the first of what is owed, and crashes before it is noted.</summary>
    public void TellInVain()
    {
        _toldInVain.AddRange(State.FirstOwed(2).Earned.SelectMany(said => said.Players.Select(player => $"{said.Reward} {player.PlayerId}")));
        Restart();
    }

    /// <summary>Tells what is owed.</summary>
    public void Tell()
    {
        while (State.FirstOwed(2) is { Earned.Length: > 0 } owed)
        {
            foreach (RankRewards said in owed.Earned)
            {
                Assert.True(RankRewards.TryRead(said.ToBytes(), out RankRewards read));
                _earned.AddRange(read.Players.Select(player => $"{read.Reward} {player.PlayerId}"));
            }

            Execute(Commands.RewardsTold(Now, owed.UpTo));
        }
    }

    /// <summary>A player's division by name.</summary>
    public string Division(string player, string league = "arena") => Find(league).Rules!.Divisions[Find(league).DivisionOf(State.Players.Find(Encoding.ASCII.GetBytes(player)) is >= 0 and var number ? number : int.MaxValue)];

    /// <summary>The tables of all cohorts of all seasons that run, a line each: <c>2026-11-20 bronze: ann 5, bob 3</c>; of one that waits, who waits.</summary>
    public string[] Tables(string league = "arena") => [.. Find(league).Open.SelectMany(season => season.Cohorts.Select(cohort => Line(Find(league), season, cohort))
        .Concat(season.IsWaiting ? [$"{season.Period} waiting: {string.Join(", ", season.Waiting.Where(player => player >= 0).Select(State.Players.Text))}"] : []))];

    /// <summary>The past seasons: <c>2026-11-20 players cohorts promoted relegated fallen</c>.</summary>
    public string[] Past(string league = "arena") => [.. Find(league).Past.Select(past => string.Create(
        CultureInfo.InvariantCulture, $"{past.Period.Name} {past.Players} {past.Cohorts} {past.Promoted} {past.Relegated} {past.Fallen}{(past.Cancelled ? " cancelled" : "")}"))];

    private League Find(string league) => State.Leagues.All.Single(one => one.Name == league);

    private object? Execute(byte[] command) => Do(state => state.Execute(command));

    private void Apply(BusMessage message) => Do(state =>
    {
        state.Apply([message]);
        return null;
    });

    private object? Do(Func<LeaderboardState, object?> step)
    {
        _since.Add(step);
        return step(State);
    }

    private byte[] Snapshot()
    {
        using var stream = new MemoryStream();
        State.Save(stream);
        return stream.ToArray();
    }

    private string Line(League league, LeagueSeason season, Cohort cohort)
    {
        Track track = State.FindBoard(Encoding.ASCII.GetBytes(league.Rules!.Board))!.Tracks[(int)league.Rules.Window];
        OpenPeriod? period = track.Open.Find(open => open.Period.Name == season.Period);
        return $"{season.Period} {league.Rules.Divisions[cohort.Division]}: "
            + string.Join(", ", CohortTable.Of(cohort, period).Select(row => $"{State.Players.Text(row.Player)} {period!.ScoreOf(row.Key)}"));
    }
}
