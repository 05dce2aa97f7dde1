using System.Buffers;
using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Writes the batches of a group's statements, each into a buffer of its own that is used again for the next group.</summary>
#pragma warning disable CA1001 // writers to memory hold nothing
internal sealed class GroupWriter
#pragma warning restore CA1001
{
    private readonly Buffer _ids = new(), _players = new(), _rows = new(), _grants = new(), _untouched = new();
    private readonly ArrayBufferWriter<byte> _document = new(1024);
    private readonly Utf8JsonWriter _documentJson;

    public GroupWriter() => _documentJson = new Utf8JsonWriter(_document, SqlBatch.Options);

    /// <summary>For <c>insert_ids</c>.</summary>
    /// <param name="fold">The group.</param>
    /// <param name="unit">Of this attempt alone.</param>
    /// <param name="hour">Hours since 1970.</param>
    public ReadOnlyMemory<byte> Ids(GroupFold fold, UInt128 unit, long hour)
    {
        Utf8JsonWriter json = _ids.Begin();
        json.WriteStartObject();
        json.WriteHash("unit"u8, unit);
        json.WriteNumber("hour"u8, hour);
        json.WriteStartArray("ids"u8);
        foreach (UInt128 id in fold.Ids)
            json.WriteHashValue(id);
        json.WriteEndArray();
        json.WriteEndObject();
        return _ids.End();
    }

    /// <summary>For <c>touch_players</c> and <c>lock_players</c>.</summary>
    public ReadOnlyMemory<byte> Players(GroupFold fold)
    {
        Utf8JsonWriter json = _players.Begin();
        json.WriteStartArray();
        foreach (int number in fold.Numbers)
        {
            ReadOnlySpan<byte> id = fold.Players.Ids.Utf8(number);
            json.WriteStartObject();
            json.WriteString("player_id"u8, id);
            json.WriteHash("player"u8, IdHash.Of(id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return _players.End();
    }

    /// <summary>
    /// For <c>write_players</c>, <c>grant_rewards</c> and <c>forget_untouched</c>: those that have anything to do, one more than once when its rows are
    /// too large to go at once (a player with the most names that may be has two megabytes).
    /// </summary>
    public (string Statement, ReadOnlyMemory<byte> Batch)[] Changes(GroupFold fold)
    {
        Utf8JsonWriter rows = _rows.Begin(), grants = _grants.Begin(), untouched = _untouched.Begin();
        rows.WriteStartArray();
        grants.WriteStartArray();
        untouched.WriteStartArray();
        int changed = 0, granted = 0, forgotten = 0;
        foreach (int number in fold.Numbers)
        {
            ref GroupFold.Touched touched = ref fold[number];
            if (touched.IsChanged)
            {
                changed++;
                _rows.Cut();
                _grants.Cut();
                granted += WriteGrants(grants, fold.Players, number, touched.RewardsBefore);
                WriteRow(rows, fold, number, touched);
            }
            else if (fold.Players[number].UpdatedAt == 0)
            {
                forgotten++;
                untouched.WriteStartObject();
                untouched.WriteString("player_id"u8, fold.Players.Ids.Utf8(number));
                untouched.WriteEndObject();
            }
        }

        rows.WriteEndArray();
        grants.WriteEndArray();
        untouched.WriteEndArray();
        var steps = new List<(string, ReadOnlyMemory<byte>)>(3);
        Add(changed, "write_players", _rows);
        Add(granted, "grant_rewards", _grants);
        Add(forgotten, "forget_untouched", _untouched);
        return [.. steps];

        void Add(int count, string statement, Buffer buffer)
        {
            foreach (ReadOnlyMemory<byte> batch in buffer.EndCut())
            {
                if (count > 0)
                    steps.Add((statement, batch));
            }
        }
    }

    private void WriteRow(Utf8JsonWriter json, GroupFold fold, int number, in GroupFold.Touched touched)
    {
        PlayerTable players = fold.Players;
        ref Player player = ref players[number];
        json.WriteStartObject();
        json.WriteString("player_id"u8, players.Ids.Utf8(number));
        json.WriteNumber("xp"u8, player.Xp);
        json.WriteNumber("level"u8, player.Level);
        json.WriteNumber("kills"u8, player.Kills);
        json.WriteNumber("updated_at"u8, player.UpdatedAt);
        json.WriteNumber("judged_under"u8, fold.RulesNumber);
        if (touched.BossesChanged)
            WriteTallies(json, "bosses"u8, players, players.BossNames, player.Bosses);
        if (touched.ItemsChanged)
            WriteTallies(json, "items"u8, players, players.ItemNames, player.Items);
        if (player.Rewards.Count > touched.RewardsBefore)
            WriteNames(json, "rewards"u8, players, player.Rewards);
        json.WriteEndObject();
    }

    private static int WriteGrants(Utf8JsonWriter json, PlayerTable players, int number, int before)
    {
        ReadOnlySpan<Grant> grants = players.Grants.Of(players[number].Rewards);
        for (int position = before; position < grants.Length; position++)
        {
            json.WriteStartObject();
            json.WriteString("player_id"u8, players.Ids.Utf8(number));
            json.WriteString("reward"u8, players.RewardNames.Utf8(grants[position].Reward));
            json.WriteNumber("position"u8, position);
            json.WriteNumber("granted_at"u8, grants[position].At);
            json.WriteEndObject();
        }

        return grants.Length - before;
    }

    // A document travels as a text: every database's JSON functions hand one on as it is.
    private void WriteTallies(Utf8JsonWriter json, ReadOnlySpan<byte> column, PlayerTable players, NameTable names, ShortList list)
    {
        BeginDocument();
        _documentJson.WriteStartObject();
        foreach (Tally tally in players.Tallies.Of(list))
            _documentJson.WriteNumber(names.Utf8(tally.Name), tally.Count);
        _documentJson.WriteEndObject();
        EndDocument(json, column);
    }

    private void WriteNames(Utf8JsonWriter json, ReadOnlySpan<byte> column, PlayerTable players, ShortList rewards)
    {
        BeginDocument();
        _documentJson.WriteStartArray();
        foreach (Grant grant in players.Grants.Of(rewards))
            _documentJson.WriteStringValue(players.RewardNames.Utf8(grant.Reward));
        _documentJson.WriteEndArray();
        EndDocument(json, column);
    }

    private void BeginDocument()
    {
        _document.ResetWrittenCount();
        _documentJson.Reset();
    }

    private void EndDocument(Utf8JsonWriter json, ReadOnlySpan<byte> column)
    {
        _documentJson.Flush();
        json.WriteString(column, _document.WrittenSpan);
    }

#pragma warning disable CA1001
    private sealed class Buffer
#pragma warning restore CA1001
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
        private readonly List<int> _cuts = [];
        private readonly Utf8JsonWriter _json;

        public Buffer() => _json = new Utf8JsonWriter(_bytes, SqlBatch.Options);

        public Utf8JsonWriter Begin()
        {
            _bytes.ResetWrittenCount();
            _cuts.Clear();
            _json.Reset();
            return _json;
        }

        // Between two rows of an array: ends it when it is large, and begins another.
        public void Cut()
        {
            int begun = _cuts.Count > 0 ? _cuts[^1] : 0;
            if (_bytes.WrittenCount + _json.BytesPending - begun < SqlUnit.MostBytes)
                return;
            _json.WriteEndArray();
            _json.Flush();
            _cuts.Add(_bytes.WrittenCount);
            _json.Reset();
            _json.WriteStartArray();
        }

        // The arrays, once the last has been ended.
        public IEnumerable<ReadOnlyMemory<byte>> EndCut()
        {
            _json.Flush();
            int begun = 0;
            foreach (int end in _cuts.Append(_bytes.WrittenCount))
            {
                yield return _bytes.WrittenMemory[begun..end];
                begun = end;
            }
        }

        public ReadOnlyMemory<byte> End()
        {
            _json.Flush();
            return _bytes.WrittenMemory;
        }
    }
}
