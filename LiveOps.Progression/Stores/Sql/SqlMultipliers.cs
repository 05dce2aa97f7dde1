using System.Data.Common;
using LiveOps.Core.LiveEvents;
using LiveOps.ServiceDefaults.LiveEvents;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// What live events multiply, for all replicas: whoever is told by the bus keeps it in the database before anything that was published later, and each group of events looks, in a round trip that it
/// makes anyway, whether there is something newer than this replica knows. Once it is kept that is confirmed: the leaderboard waits for it where what is multiplied changes soon, and takes the change back
/// where it is not confirmed in time. What was said before that is not kept any more: for this each news waits for Redis once, <c>REDIS_TIMEOUT_MS</c> at the most.
/// </summary>
internal sealed class SqlMultipliers(SqlDatabase<ProgressContext> database, MultipliersSaid order)
{
    private volatile EventMultipliers _known = EventMultipliers.None;

    /// <summary>The newest that this replica has seen.</summary>
    public EventMultipliers Known => _known;

    /// <summary>Keeps what the bus brought.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version, or damaged.</exception>
    public async Task KeepAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (!EventMultipliers.TryRead(payload.Span, out EventMultipliers said))
            throw new InvalidDataException("what live events multiply is of a newer version, or damaged");
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteNumber("at"u8, said.At);
            json.WriteString("payload"u8, Convert.ToBase64String(payload.Span));
        });
        try
        {
            if (await database.TransactAsync("multipliers", unit => IsNewestAsync(unit, batch, said.At), cancellation))
                _ = order.ConfirmAsync(said.At); // events do not wait for that
        }
        catch (TakenBackException)
        {
            // What was said after it comes, too.
        }
    }

    /// <summary>For <c>read_multipliers</c>.</summary>
    public ReadOnlyMemory<byte> Since()
    {
        long at = Math.Max(-1, _known.At);
        return SqlBatch.One(json => json.WriteNumber("at"u8, at));
    }

    /// <summary>Takes up what <c>read_multipliers</c> answered.</summary>
    public void Take(string payload)
    {
        if (!EventMultipliers.TryRead(Convert.FromBase64String(payload), out EventMultipliers said))
            throw new InvalidDataException("what live events multiply was kept by a newer version");
        if (said.At >= _known.At)
            _known = said;
    }

    // It is asked with the row in its hands, each time that it is tried: after that nothing is left but the commit. Where the database has something newer it keeps that, which is not what is to be confirmed.
    private async Task<bool> IsNewestAsync(SqlUnit unit, ReadOnlyMemory<byte> batch, long at)
    {
        bool isNewest;
        await using (DbDataReader newer = await unit.ReadAsync(("keep_multipliers", batch), ("read_multipliers", batch)))
            isNewest = !await newer.ReadAsync(unit.Cancellation);
        return await order.IsTakenBackAsync(at) ? throw new TakenBackException() : isNewest;
    }

    private sealed class TakenBackException : Exception;
}
