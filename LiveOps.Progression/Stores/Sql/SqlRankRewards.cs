using System.Data.Common;
using LiveOps.Core.Rewards;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Connections;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Grants what players earned by their rank: one transaction, in which their rows are locked, in order of their ids. That a player has a reward of a name once makes it once.</summary>
internal sealed class SqlRankRewards(SqlDatabase<ProgressContext> database, RulesInForce rules, WantedNotices wanted, ProgressCache cache)
{
    /// <summary>Applies what the leaderboard says.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version, or damaged.</exception>
    public async Task ApplyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (!RankRewards.TryRead(payload.Span, out RankRewards said))
            throw new InvalidDataException("rewards by rank of a version that this program cannot read");
        if (said.Players.Count == 0)
            return; // no statement takes no rows
        RulesInForce.Edition edition = await rules.AtAsync(said.At, cancellation);
        var fold = new GroupFold(edition);
        var writer = new GroupWriter();
        await database.TransactAsync("apply_rewards", unit => ApplyAsync(unit, fold, writer, said), cancellation);
        await cache.ForgetAsync(fold);
    }

    private async Task<bool> ApplyAsync(SqlUnit unit, GroupFold fold, GroupWriter writer, RankRewards said)
    {
        fold.BeginRewards(said);
        fold.Notices = wanted.Begin();
        SqlColumns players = writer.Unknown(fold);
        await using (DbDataReader rows = await unit.ReadAsync(("touch_players", players), ("lock_players", players)))
        {
            while (await rows.ReadAsync(unit.Cancellation))
                fold.Load(StoredPlayer.Read(rows), await rows.IsDBNullAsync(9, unit.Cancellation) ? null : rows.GetInt64(9));
        }

        if (!fold.IsLoaded)
            throw new SqlConflictException("a player was erased meanwhile");
        fold.Reward(said);
        await writer.WriteAsync(unit, fold);
        return true;
    }
}
