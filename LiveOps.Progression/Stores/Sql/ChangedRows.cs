using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Columns;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Players that changed, and what they were granted, as one statement each takes them. A document that did not change is left empty.</summary>
internal sealed class ChangedRows
{
    private const int NumberBytes = 80; // of a row's numbers, about

    private readonly SqlColumn<ReadOnlyMemory<byte>> _playerId = new("player_id"), _bosses = new("bosses"), _items = new("items"), _counters = new("counters"), _rewards = new("rewards");
    private readonly SqlColumn<long> _xp = new("xp"), _updatedAt = new("updated_at"), _judgedUnder = new("judged_under"), _version = new("version", isOne: true), _known = new("known"), _grantedAt = new("granted_at");
    private readonly SqlColumn<int> _level = new("level"), _kills = new("kills"), _position = new("position");
    private readonly SqlColumn<ReadOnlyMemory<byte>> _grantedTo = new("player_id"), _reward = new("reward");

    public ChangedRows()
    {
        Players = new SqlColumns(_playerId, _xp, _level, _kills, _updatedAt, _judgedUnder, _version, _known, _bosses, _items, _counters, _rewards);
        Grants = new SqlColumns(_grantedTo, _reward, _position, _grantedAt);
    }

    /// <summary>For <c>write_players</c>.</summary>
    public SqlColumns Players { get; }

    /// <summary>For <c>grant_rewards</c>; may be none.</summary>
    public SqlColumns Grants { get; }

    /// <summary>About how many bytes they are.</summary>
    public int Bytes { get; private set; }

    /// <summary>Begins anew.</summary>
    /// <param name="version">What all players have as their version when they are written.</param>
    public void Begin(long version)
    {
        Players.Clear();
        _version.Add(version);
        Grants.Clear();
        Bytes = 0;
    }

    /// <summary>Adds a player.</summary>
    /// <param name="fold">Where they are.</param>
    /// <param name="number">Their number there.</param>
    /// <param name="touched">What the group did to them.</param>
    /// <param name="texts">Gets their id and documents.</param>
    public void Add(GroupFold fold, int number, in GroupFold.Touched touched, TextBuffer texts)
    {
        PlayerTable players = fold.Players;
        ref Player player = ref players[number];
        ReadOnlyMemory<byte> id = texts.Copy(players.Ids.Utf8(number));
        _playerId.Add(id);
        _xp.Add(player.Xp);
        _level.Add(player.Level);
        _kills.Add(player.Kills);
        _updatedAt.Add(player.UpdatedAt);
        _judgedUnder.Add(fold.RulesNumber);
        _known.Add(touched.Version);
        _bosses.Add(Counted(touched.BossesChanged ? texts.Tallies(players.Tallies.Of(player.Bosses), players.BossNames) : default));
        _items.Add(Counted(touched.ItemsChanged ? texts.Tallies(players.Tallies.Of(player.Items), players.ItemNames) : default));
        _counters.Add(Counted(touched.CountersChanged ? texts.Tallies(players.Tallies.Of(player.Counters), players.CounterNames) : default));
        ReadOnlySpan<Grant> grants = players.Grants.Of(player.Rewards);
        _rewards.Add(Counted(grants.Length > touched.RewardsBefore ? texts.Names(grants, players.RewardNames) : default));
        Bytes += id.Length + NumberBytes;
        for (int position = touched.RewardsBefore; position < grants.Length; position++)
        {
            _grantedTo.Add(id);
            _reward.Add(Counted(texts.Copy(players.RewardNames.Utf8(grants[position].Reward))));
            _position.Add(position);
            _grantedAt.Add(grants[position].At);
            Bytes += id.Length + NumberBytes;
        }
    }

    private ReadOnlyMemory<byte> Counted(ReadOnlyMemory<byte> text)
    {
        Bytes += text.Length;
        return text;
    }
}
