using System.Data.Common;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>
/// What changes the catalogue waits at the gate until nobody writes scores, and nobody writes scores by a catalogue that has changed:
/// <list type="number">
/// <item>take the gate, shared by whoever writes scores, alone by whoever changes the catalogue;</item>
/// <item>compare the version with that of the catalogue at hand; if it moved, start again with the newest;</item>
/// <item>work; whoever changed the catalogue moves the version.</item>
/// </list>
/// It is held for one transaction and let go of by its end. Each change leaves a token: where a commit's answer is lost it is asked for, and what
/// was done is not looked for again, and not found.
/// </summary>
internal sealed class Gate(SqlDatabase<LeaderboardContext> database, Catalogues catalogues, TimeProvider clock)
{
    private const int MostAttempts = 50;

    /// <summary>Changes the catalogue: the work answers its result and the highest version of what it deleted (0 for none), or null when there was nothing to change.</summary>
    /// <returns>The work's result and the catalogue after it; the default and the present catalogue when there was nothing to change.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be had.</exception>
    public async Task<(T? Result, Catalogue Catalogue)> ChangeAsync<T>(
        string operation, Func<SqlUnit, Catalogue, Task<(T Result, long Floor)?>> work, CancellationToken cancellation = default)
    {
        ReadOnlyMemory<byte> move = NewMove();
        bool mayBeDone = false;
        T? last = default; // of the work that may have been committed
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            Catalogue catalogue = attempt == 0 ? await catalogues.GetAsync() : await catalogues.RefreshAsync(cancellation);
            (bool held, bool changed, T? result) = await database.TransactAsync(
                operation,
                async unit =>
                {
                    (long version, bool isDone) = await TakeAsync(unit, mayBeDone ? move : default);
                    if (isDone)
                        return (true, true, last);
                    if (version != catalogue.Version)
                        return (false, false, default(T));
                    if (await work(unit, catalogue) is not { } done)
                        return (true, false, default(T));
                    await unit.ExecuteAsync(("move_keep", move), ("gate_move", SqlBatch.One(json =>
                    {
                        json.WriteNumber("gate", 1);
                        json.WriteNumber("floor", done.Floor);
                    })));
                    (mayBeDone, last) = (true, done.Result);
                    return (true, true, done.Result);
                },
                cancellation);
            if (held)
                return (result, changed ? await catalogues.RefreshAsync(cancellation) : catalogue);
        }

        throw new StoreUnavailableException("sql", "has its catalogue changed faster than it can be read");
    }

    // The version, and whether the move was made before.
    private static async Task<(long Version, bool IsDone)> TakeAsync(SqlUnit unit, ReadOnlyMemory<byte> move)
    {
        (string, SqlInput)[] steps = [("gate_hold", Json.Gate), ("gate_read", Json.Gate)];
        await using DbDataReader rows = await unit.ReadAsync(move.IsEmpty ? steps : [.. steps, ("move_find", move)]);
        await rows.NextResultAsync(unit.Cancellation);
        await rows.ReadAsync(unit.Cancellation);
        long version = rows.GetInt64(0);
        return (version, !move.IsEmpty && await rows.NextResultAsync(unit.Cancellation) && await rows.ReadAsync(unit.Cancellation));
    }

    private ReadOnlyMemory<byte> NewMove() => SqlBatch.One(json =>
    {
        json.WriteNumber("token", Random.Shared.NextInt64());
        json.WriteNumber("hour", clock.Now() / TimeSpan.TicksPerHour);
    });
}
