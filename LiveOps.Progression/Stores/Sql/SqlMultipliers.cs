using LiveOps.Core.LiveEvents;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// What live events multiply, for all replicas: whoever is told by the bus keeps it in the database before anything that was published later, and each group of events looks, in a round trip that it
/// makes anyway, whether there is something newer than this replica knows. It is said well before an event opens, so that every replica goes by it then.
/// </summary>
internal sealed class SqlMultipliers(SqlDatabase<ProgressContext> database)
{
    private volatile EventMultipliers _known = EventMultipliers.None;

    /// <summary>The newest that this replica has seen.</summary>
    public EventMultipliers Known => _known;

    /// <summary>Keeps what the bus brought.</summary>
    /// <exception cref="InvalidDataException">It is of a newer version, or damaged.</exception>
    public Task KeepAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (!EventMultipliers.TryRead(payload.Span, out EventMultipliers said))
            throw new InvalidDataException("what live events multiply is of a newer version, or damaged");
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteNumber("at"u8, said.At);
            json.WriteString("payload"u8, Convert.ToBase64String(payload.Span));
        });
        return database.TransactAsync("multipliers", unit => unit.ExecuteAsync(("keep_multipliers", batch)), cancellation);
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
}
