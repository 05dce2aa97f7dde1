using System.Collections.Frozen;
using System.Globalization;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>
/// Which boards and open periods there are, and who is hidden or blocked: small, and the same for all replicas as long as they have the same
/// version. Immutable. The version is compared under the gate, so what is written by it is written by the truth.
/// </summary>
internal sealed class Catalogue
{
    public Catalogue(GateRow gate, IEnumerable<BoardRow> boards, IEnumerable<TrackRow> tracks, IEnumerable<PeriodRow> periods, IEnumerable<string> hidden, IEnumerable<BlockedRow> blocked, IEnumerable<DroppedRow> dropped,
        IEnumerable<CancelledRow> cancelled, IEnumerable<LeagueRow> leagues, long leaguesSince)
    {
        (Instance, Version, Floor, LeaguesSince) = (gate.Instance, gate.Version, gate.Floor, leaguesSince);
        Leagues = leagues.Select(row => new SharedLeague(row.Id, row.Name, row.Board, (WindowKind)row.Win, row.Played, Json.Texts(row.Divisions))).ToFrozenDictionary(league => league.Name, StringComparer.Ordinal);
        SharedBoard[] all = [.. boards.OrderBy(row => row.Id).Select(row => new SharedBoard(row.Name, row.Descending))];
        InOrder = all;
        Boards = all.ToFrozenDictionary(board => board.Name, StringComparer.Ordinal);
        Hidden = hidden.ToFrozenSet(StringComparer.Ordinal);
        Blocked = blocked.ToFrozenDictionary(row => row.Player, StringComparer.Ordinal);
        Cancelled = cancelled.Select(row => row.Period).ToFrozenSet();
        var times = dropped.ToDictionary(row => row.Board, row => row.Times, StringComparer.Ordinal);
        foreach (TrackRow track in tracks)
            (Boards[track.Board].Tracks[track.Win].ClosedThrough, Boards[track.Board].Tracks[track.Win].ClosedLast) = (track.ClosedThrough, track.ClosedLast);
        var byId = new Dictionary<int, StoredPeriod>();
        foreach (PeriodRow row in periods.OrderBy(row => row.ClosedNo).ThenBy(row => row.Id))
        {
            SharedBoard board = Boards[row.Board];
            var period = new StoredPeriod(
                row.Id, board, (WindowKind)row.Win, new Period(row.Name, row.Opens, row.Closes), row.State,
                new RankKeys($"{gate.Instance}/{RanksOf(row.Board)}/{WindowKinds.Name((WindowKind)row.Win)}/{row.Name}", board.Descending));
            byId.Add(row.Id, period);
            if (row.State == PeriodState.Open)
                board.Tracks[row.Win].Add(period);
            else if (row.State == PeriodState.Closed)
                board.Closing.Add(period);
        }

        Periods = byId.ToFrozenDictionary();

        // No id has the mark in it.
        string RanksOf(string board) => times.TryGetValue(board, out int before) ? string.Create(CultureInfo.InvariantCulture, $"{board}#{before}") : board;
    }

    /// <summary>Which database it is of.</summary>
    public string Instance { get; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; }

    /// <summary>No entry that was deleted had a version above it.</summary>
    public long Floor { get; }

    /// <summary>By name.</summary>
    public FrozenDictionary<string, SharedBoard> Boards { get; }

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<SharedBoard> InOrder { get; }

    /// <summary>By number: those that may still have scores in the database.</summary>
    public FrozenDictionary<int, StoredPeriod> Periods { get; }

    /// <summary>What Fairness said of whom.</summary>
    public FrozenDictionary<string, BlockedRow> Blocked { get; }

    /// <summary>By number: the periods that were closed because their season was cancelled.</summary>
    public FrozenSet<int> Cancelled { get; }

    /// <summary>The hidden players.</summary>
    public FrozenSet<string> Hidden { get; }

    /// <summary>By name, those that rest too.</summary>
    public FrozenDictionary<string, SharedLeague> Leagues { get; }

    /// <summary>Since when the version of the leagues' document that they were ruled by last is in force.</summary>
    public long LeaguesSince { get; }
}
