using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Columns;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Writes what a group's statements are given, into memory that is used again for the next group.</summary>
internal sealed class GroupWriter
{
    private readonly TextBuffer _texts = new();
    private readonly SqlColumn<Guid> _unit = new("unit", isOne: true), _ids = new("ids"), _players = new("player");
    private readonly SqlColumn<int> _hour = new("hour", isOne: true);
    private readonly SqlColumn<ReadOnlyMemory<byte>> _playerIds = new("player_id"), _untouched = new("player_id");
    private readonly List<ChangedRows> _changed = [];
    private readonly SqlColumns _idColumns, _playerColumns, _untouchedColumns;

    public GroupWriter()
    {
        _idColumns = new SqlColumns(_unit, _hour, _ids);
        _playerColumns = new SqlColumns(_playerIds, _players);
        _untouchedColumns = new SqlColumns(_untouched);
    }

    /// <summary>For <c>insert_ids</c>.</summary>
    /// <param name="fold">The group.</param>
    /// <param name="unit">Of this attempt alone.</param>
    /// <param name="hour">Hours since 1970.</param>
    public SqlColumns Ids(GroupFold fold, UInt128 unit, long hour)
    {
        _idColumns.Clear();
        _unit.Add(SqlColumn.Hash(unit));
        _hour.Add((int)hour);
        foreach (UInt128 id in fold.Ids)
            _ids.Add(SqlColumn.Hash(id));
        return _idColumns;
    }

    /// <summary>For <c>touch_players</c> and <c>lock_players</c>; begins with the group's texts.</summary>
    public SqlColumns Players(GroupFold fold)
    {
        _texts.Clear();
        _playerColumns.Clear();
        foreach (int number in fold.Numbers)
        {
            ReadOnlySpan<byte> id = fold.Players.Ids.Utf8(number);
            _playerIds.Add(_texts.Copy(id));
            _players.Add(SqlColumn.Hash(IdHash.Of(id)));
        }

        return _playerColumns;
    }

    /// <summary>
    /// For <c>write_players</c>, <c>grant_rewards</c> and <c>forget_untouched</c>, and what is told of it: those that have anything to do, one more than once when its rows are
    /// too large to go at once (a player with the most names that may be has two megabytes).
    /// </summary>
    public (string Statement, SqlInput Input)[] Changes(GroupFold fold)
    {
        int used = 0;
        _untouchedColumns.Clear();
        for (int row = 0; row < fold.Numbers.Length; row++)
        {
            int number = fold.Numbers[row];
            ref GroupFold.Touched touched = ref fold[number];
            if (touched.IsChanged)
            {
                if (used == 0 || _changed[used - 1].Bytes >= SqlUnit.MostBytes)
                    Begin(used++);
                _changed[used - 1].Add(fold, number, touched, _playerIds.Values[row], _texts);
            }
            else if (touched.IsLoaded && fold.Players[number].UpdatedAt == 0)
            {
                _untouched.Add(_playerIds.Values[row]);
            }
        }

        var steps = new List<(string, SqlInput)>(2 * used + 1);
        foreach (ChangedRows rows in _changed[..used])
        {
            steps.Add(("write_players", rows.Players));
            if (rows.Grants.Rows > 0)
                steps.Add(("grant_rewards", rows.Grants));
        }

        if (_untouchedColumns.Rows > 0)
            steps.Add(("forget_untouched", _untouchedColumns));
        if (fold.Notices is { Notices.Count: > 0 } notices)
            steps.AddRange(NoticeSteps.Write(notices));
        return [.. steps];
    }

    private void Begin(int rows)
    {
        if (rows == _changed.Count)
            _changed.Add(new ChangedRows());
        _changed[rows].Clear();
    }
}
