using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Finds players by a range of the primary key, whose order is that of the bytes.</summary>
internal sealed class SqlSearch(SqlDatabase<ProgressContext> database) : IPlayerSearch
{
    private const string BehindAll = "~"; // any character of an id is before it

    public async ValueTask<IReadOnlyList<FoundPlayer>> SearchAsync(string prefix, string after, int most, CancellationToken cancellation)
    {
        string end = prefix + BehindAll;
        return await database.ReadAsync(
            "search_players",
            (context, token) => context.Players
                .Where(row => string.Compare(row.PlayerId, prefix) >= 0 && string.Compare(row.PlayerId, after) > 0 && string.Compare(row.PlayerId, end) < 0 && row.UpdatedAt > 0)
                .OrderBy(row => row.PlayerId).Take(most).Select(row => new FoundPlayer(row.PlayerId, row.Xp, row.UpdatedAt)).ToListAsync(token),
            cancellation);
    }
}
