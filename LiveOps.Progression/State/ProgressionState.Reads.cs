using System.Text.Json;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Players;

namespace LiveOps.Progression.State;

/// <summary>Reading, from any thread. Answers are written while the lock is held, into memory: no copy of a player is made.</summary>
internal sealed partial class ProgressionState
{
    private delegate void PartWriter(Utf8JsonWriter json, ProgressionState state, int player);

    /// <summary>Writes a player's progress; false when there is no such player.</summary>
    public bool TryWritePlayer(ReadOnlySpan<byte> playerId, Utf8JsonWriter json) =>
        TryWrite(playerId, json, static (json, state, player) => PlayerJson.WriteProgress(json, state._players, player, state._books.Rules.Levels));

    /// <summary>Writes a player's rewards; false when there is no such player.</summary>
    public bool TryWriteRewards(ReadOnlySpan<byte> playerId, Utf8JsonWriter json) =>
        TryWrite(playerId, json, static (json, state, player) => PlayerJson.WriteRewards(json, state._players, player, withReceipts: false));

    /// <summary>Writes all that is known of a player, receipts included; false when there is no such player.</summary>
    public bool TryWriteExport(ReadOnlySpan<byte> playerId, Utf8JsonWriter json) => TryWrite(playerId, json, static (json, state, player) =>
    {
        PlayerJson.WriteProgress(json, state._players, player, state._books.Rules.Levels);
        json.WriteNumber("kills", state._players[player].Kills);
        PlayerJson.WriteRewards(json, state._players, player, withReceipts: true);
        state.WriteGrants(json, state._players.Ids.Utf8(player));
    });

    /// <summary>Writes an export of somebody who is not known.</summary>
    public void WriteNobody(ReadOnlySpan<byte> playerId, Utf8JsonWriter json)
    {
        lock (_gate)
            PlayerJson.WriteNobody(json, playerId, _books.Rules.Levels);
    }

    /// <summary>The receipt of a claim made before by this very request, which needs no record of its own in the journal; null when there is none.</summary>
    public string? FindReceipt(ReadOnlySpan<byte> playerId, ReadOnlySpan<byte> reward, UInt128 request)
    {
        lock (_gate)
        {
            if (_requests.Find(request) != ClaimTarget.Of(playerId, reward))
                return null;
            int player = _players.Ids.Find(playerId), name = _players.RewardNames.Find(reward);
            int at = player < 0 || name < 0 ? -1 : _players.IndexOfReward(player, name);
            if (at < 0)
                return null;
            Grant grant = _players.Grants.Of(_players[player].Rewards)[at];
            return grant.Claim == Grant.Unclaimed ? null : ClaimReceipts.Write(_players, player, grant);
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> playerId, Utf8JsonWriter json, PartWriter write)
    {
        lock (_gate)
        {
            int number = _players.Ids.Find(playerId);
            if (number < 0)
                return false;
            json.WriteStartObject();
            write(json, this, number);
            json.WriteEndObject();
            return true;
        }
    }
}
