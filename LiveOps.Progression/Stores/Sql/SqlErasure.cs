using System.Data.Common;
using System.Text;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Forgets players. Whoever is asked to erase one does so at once, besides announcing it on the bus; what then comes from the bus is for
/// most an echo, which may be late or come twice, and must not take what the player has done since. So an announcement counts only when
/// no erasure of that player is known from the last hour.
/// </summary>
internal sealed class SqlErasure(SqlDatabase<ProgressContext> database, WantedNotices wanted, ProgressCache cache, TimeProvider clock)
{
    private static readonly long Echo = TimeSpan.FromHours(1).Ticks;

    /// <summary>Erases a player now: their events accepted until now, and delivered later, are dropped.</summary>
    public Task EraseAsync(string playerId, CancellationToken cancellation) => EraseAsync(playerId, announced: false, cancellation);

    /// <summary>Erases a player whom someone was asked to erase.</summary>
    public Task EraseAnnouncedAsync(string playerId, CancellationToken cancellation) => EraseAsync(playerId, announced: true, cancellation);

    private async Task EraseAsync(string playerId, bool announced, CancellationToken cancellation)
    {
        long now = clock.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks;
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteString("player_id"u8, playerId);
            json.WriteHash("player"u8, IdHash.Of(Encoding.ASCII.GetBytes(playerId)));
            json.WriteNumber("until"u8, now);
            json.WriteNumber("at"u8, now);
        });
        bool mayBeDone = false;
        await database.TransactAsync(
            "erase_player",
            async unit =>
            {
                // Where the commit's answer was lost, the player may have begun anew since.
                if ((announced || mayBeDone) && await ErasedAtAsync(unit, batch) is { } before && (before == now || (announced && before > now - Echo)))
                    return 0;
                mayBeDone = true;
                return await unit.ExecuteAsync([
                    ("mark_erased", batch), ("erase_player", batch), ("erase_rewards", batch), ("erase_grants", batch), ("erase_grant_players", batch), ("erase_notes", batch), AuditSteps.Erase(playerId),
                    .. NoticeSteps.Erase(wanted.Begin(), playerId, now)]);
            },
            cancellation);
        await cache.ForgetAsync(playerId);
    }

    private static async Task<long?> ErasedAtAsync(SqlUnit unit, ReadOnlyMemory<byte> batch)
    {
        await using DbDataReader rows = await unit.ReadAsync(("find_erasure", batch));
        return await rows.ReadAsync(unit.Cancellation) ? rows.GetInt64(0) : null;
    }
}
