using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>A cohort's rows, copied under the state's gate; they are sorted, and become text, outside of it.</summary>
internal sealed class CohortRows
{
    private readonly List<(long Key, long Time, int At)> _rows = [];
    private readonly LeagueRules _rules;
    private readonly byte[] _ids;
    private readonly int _division;
    private readonly bool _isDescending;

    /// <summary>Copies; under the gate.</summary>
    public CohortRows(LeagueRules rules, Cohort cohort, OpenPeriod period, IdTable players)
    {
        (_rules, _division, _isDescending) = (rules, cohort.Division, period.Descending);
        var rows = new List<(long Key, long Time, int Player)>(cohort.Players.Count);
        CohortTable.Copy(rows, cohort, period);
        _ids = new byte[rows.Count * (IdRule.MaxLength + 1)];
        foreach ((long key, long time, int player) in rows)
        {
            ReadOnlySpan<byte> id = players.Utf8(player);
            int at = _rows.Count * (IdRule.MaxLength + 1);
            _ids[at] = (byte)id.Length;
            id.CopyTo(_ids.AsSpan(at + 1));
            _rows.Add((key, time, at));
        }
    }

    /// <summary>The table, best first. Times are unique on a board, so nothing else decides.</summary>
    public CohortRow[] ToTable()
    {
        _rows.Sort();
        return [.. _rows.Select((row, at) => new CohortRow(
            at + 1, Encoding.ASCII.GetString(_ids, row.At + 1, _ids[row.At]), _isDescending ? -row.Key : row.Key, row.Time, Zones.Of(_rules, _division, at + 1, _rows.Count)))];
    }
}
