using System.Text;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Forgets a player: what operators see of them, what was learned, and their conduct but for a block that still holds, which stays on the hash
/// of the id alone. Done again from the start when it was interrupted.
/// </summary>
internal sealed class RedisErasure(RedisPlayers redis, PlayerLog<Flag> flags, RedisAudit audit, BlockNews news, RedisPlayerEpochs epochs, TimeProvider clock)
{
    public async Task EraseAsync(string playerId, FairnessPolicy policy)
    {
        UInt128 id = IdHash.Of(Encoding.UTF8.GetBytes(playerId));
        await epochs.RevokeAsync(id); // a client that goes on would bring the player back
        await redis.EraseNoticesAsync(id, playerId);
        StoredPlayer[] player = [new StoredPlayer(id) { Forgotten = (playerId, clock.UnixTicks()) }];
        StoredPart conduct = player[0].WantConduct(), history = player[0].WantHistory(), held = player[0].WantCase();
        await redis.ReadAsync(player);
        for (int tries = 0; tries < RedisPlayers.MaxTries; tries++)
        {
            long now = clock.UnixTicks();
            Standing? standing = ConductFormat.StandingOf(conduct.Was);
            standing?.Erase(now);
            if (standing is { IsEmpty: false })
                ConductFormat.Write(conduct, standing, policy, now);
            else
                conduct.Replace([], 0);
            history.Replace([], 0);
            held.Replace([], 0);
            if ((await redis.WriteAsync(player)).Count == 0)
            {
                // Only now: what was on its way when the parts were replaced finds them changed, and brings nothing back into these.
                await flags.EraseAsync(id);
                await audit.EraseAsync(id);
                await news.EraseAsync(id);
                return;
            }
        }

        throw new StoreUnavailableException("redis", "has a player to be erased who is changed from elsewhere all the time");
    }
}
