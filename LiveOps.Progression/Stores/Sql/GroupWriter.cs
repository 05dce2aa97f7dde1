using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Columns;
using LiveOps.ServiceDefaults.Sql.Connections;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Writes what a group's statements are given, into memory that is used again for the next group.</summary>
internal sealed class GroupWriter
{
    private const int MostKept = 32 << 20;

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

    /// <summary>Whether it holds so much memory that another should take its place: after a group of players with megabytes of names.</summary>
    public bool IsWorn => _texts.Capacity > MostKept;

    /// <summary>For <c>insert_new_ids</c> and <c>insert_ids</c>.</summary>
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

    /// <summary>For <c>touch_players</c> and <c>lock_players</c>, the players who are not known; begins with the group's texts.</summary>
    public SqlColumns Unknown(GroupFold fold)
    {
        _texts.Clear();
        _playerColumns.Clear();
        foreach (int number in fold.Numbers)
        {
            if (fold[number].IsLoaded)
                continue;
            ReadOnlySpan<byte> id = fold.Players.Ids.Utf8(number);
            _playerIds.Add(_texts.Copy(id));
            _players.Add(SqlColumn.Hash(IdHash.Of(id)));
        }

        return _playerColumns;
    }

    /// <summary>Writes what changed, what is told of it, and what else is given; asks nothing of the database when that is nothing.</summary>
    /// <exception cref="SqlConflictException">A player is not as they were known: somebody else has changed them since.</exception>
    public async Task WriteAsync(SqlUnit unit, GroupFold fold, params (string Statement, SqlInput Input)[] further)
    {
        (List<(string, SqlInput)> steps, int rows) = Changes(fold);
        steps.AddRange(further);
        if (steps.Count > 0 && await unit.CountAsync([.. steps]) != rows)
            throw new SqlConflictException("a player was changed elsewhere meanwhile");
    }

    // write_players, grant_rewards and forget_untouched, and what is told of it: those that have anything to do, one more than once when its rows are too large to go at once (a player
    // with the most names that may be has two megabytes); and how many players change.
    private (List<(string Statement, SqlInput Input)> Steps, int Rows) Changes(GroupFold fold)
    {
        int used = 0, written = 0;
        _untouchedColumns.Clear();
        foreach (int number in fold.Numbers)
        {
            ref GroupFold.Touched touched = ref fold[number];
            if (touched.IsChanged)
            {
                if (used == 0 || _changed[used - 1].Bytes >= SqlUnit.MostBytes)
                    Begin(used++, fold.Version);
                _changed[used - 1].Add(fold, number, touched, _texts);
                written++;
            }
            else if (touched.IsLoaded && fold.Players[number].UpdatedAt == 0)
            {
                _untouched.Add(_texts.Copy(fold.Players.Ids.Utf8(number)));
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
        return (steps, written);
    }

    private void Begin(int rows, long version)
    {
        if (rows == _changed.Count)
            _changed.Add(new ChangedRows());
        _changed[rows].Begin(version);
    }
}
