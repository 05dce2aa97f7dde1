using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>Forgets who was in live events that have been over for an hour, of which the numbers stay, and all of those that the document names no more.</summary>
internal sealed class EntrantsSweep(SqlDatabase<LeaderboardContext> database, TimeProvider clock)
{
    private const int Chunk = 2000; // the statement says it too

    /// <param name="known">The live events in force.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task SweepAsync(LiveEventsPolicy known, CancellationToken cancellation)
    {
        foreach (LiveEventRow row in await database.ReadAsync("live_events", (context, token) => context.LiveEvents.ToArrayAsync(token), cancellation))
        {
            LiveEvent? live = known.Find(row.Event);
            if (live is not null && live.Closes + TimeSpan.TicksPerHour > clock.Now())
                continue;
            ReadOnlyMemory<byte> batch = SqlBatch.One(json => json.WriteString("e", row.Event));
            while (await database.TransactAsync("sweep", unit => unit.ExecuteAsync(("entrants_sweep", batch)), cancellation) == Chunk)
            {
            }

            if (live is null)
                await database.TransactAsync("sweep", unit => unit.ExecuteAsync(("live_forget", batch)), cancellation);
        }
    }
}
