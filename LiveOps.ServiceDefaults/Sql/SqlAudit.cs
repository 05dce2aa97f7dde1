using System.Globalization;
using LiveOps.Core.Audit;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Audit;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>The audit in a service's database, whose model has <see cref="AuditRow"/>: by time, and of one time by number. A position is the number of an entry.</summary>
/// <typeparam name="TContext">The service's context.</typeparam>
public sealed class SqlAudit<TContext>(SqlDatabase<TContext> database, AuditSettings settings, TimeProvider clock) : IAudit where TContext : DbContext
{
    private const int Chunk = 2_000; // of audit_forget

    /// <inheritdoc/>
    public async ValueTask<AuditPage?> PageAsync(AuditQuery query, CancellationToken cancellation)
    {
        long before = long.MaxValue;
        if (query.After is { } after && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return null;
        List<AuditRow> rows = await database.ReadAsync(
            "audit",
            async (context, token) =>
            {
                IQueryable<AuditRow> wanted = Wanted(context.Set<AuditRow>(), query);
                if (before < long.MaxValue)
                {
                    // Of one that was let go of meanwhile nothing older is left.
                    if (await context.Set<AuditRow>().Where(row => row.Id == before).Select(row => (long?)row.At).SingleOrDefaultAsync(token) is not { } at)
                        return [];
                    wanted = wanted.Where(row => row.At <= at && (row.At < at || row.Id < before));
                }

                return await wanted.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(query.Limit + 1).ToListAsync(token);
            },
            cancellation);
        return AuditPage.Of([.. rows.Select(row => (row.Id.ToString(CultureInfo.InvariantCulture), row.Entry))], query.Limit);
    }

    /// <inheritdoc/>
    public Task NoteAsync(AuditEntry entry, CancellationToken cancellation) => database.TransactAsync("audit", unit => unit.ExecuteAsync(AuditSteps.Write(entry)), cancellation);

    /// <inheritdoc/>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json => json.WriteNumber("before", clock.Now() - settings.Keep.Ticks));
        while (await database.TransactAsync("audit", unit => unit.ExecuteAsync(("audit_forget", batch)), cancellation) == Chunk)
        {
        }
    }

    // Only what is asked for stands in the statement, so that each has its index, which ends in the time: none is read before the one where a page begins.
    private IQueryable<AuditRow> Wanted(IQueryable<AuditRow> rows, AuditQuery query)
    {
        long from = Math.Max(query.From, clock.Now() - settings.Keep.Ticks);
        rows = rows.Where(row => row.At >= from);
        if (query.To != long.MaxValue)
            rows = rows.Where(row => row.At < query.To);
        if (query.Operator is not null)
            rows = rows.Where(row => row.Operator == query.Operator);
        if (query.Player is not null)
            rows = rows.Where(row => row.Player == query.Player);
        if (query.Board is not null)
            rows = rows.Where(row => row.Board == query.Board);
        if (query.Kind is { } kind)
            rows = AuditKinds.All.Contains(kind) ? rows.Where(row => row.Kind == kind) : rows.Where(row => row.Action == kind);
        return rows;
    }
}
