using System.Data.Common;
using LiveOps.Core.Audit;
using LiveOps.Core.Policies;
using LiveOps.Gateway.Webhooks.Stores.Sql;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Intake.Stores;

/// <summary>
/// A cluster's versions in the gateways' database. Their audit is in Redis, and the two cannot be one step: so what was asked for is noted before it is done. The gateway runs without
/// this database, so one whose schema is not there yet is one that cannot be had, and no fault.
/// </summary>
internal sealed class GatewayPolicyStore(SqlPolicyStore<GatewayContext> store, SqlLastGoodPolicy<GatewayContext> lastGood, IAudit audit) : IPolicyStore, ILastGoodPolicy
{
    /// <inheritdoc/>
    public long Lead => store.Lead;

    /// <inheritdoc/>
    public long Latest => store.Latest;

    /// <inheritdoc/>
    public async ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) =>
        await RunAsync(() => store.ReadAsync(document, known, cancellation).AsTask());

    /// <inheritdoc/>
    public async ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => await RunAsync(() => store.TextAsync(document, number, cancellation).AsTask());

    /// <inheritdoc/>
    public async Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation)
    {
        if (write.Audit is { } entry)
            await audit.NoteAsync(entry with { Outcome = AuditEntry.Asked }, cancellation); // tried again it has the same token, and is there once
        return await RunAsync(() => store.TryWriteAsync(document, write, cancellation));
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(CancellationToken cancellation) => RunAsync(() => lastGood.ReadAsync(cancellation));

    /// <inheritdoc/>
    public Task KeepAsync(ReadOnlyMemory<byte> json, CancellationToken cancellation) => RunAsync(async () =>
    {
        await lastGood.KeepAsync(json, cancellation);
        return true;
    });

    private static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException("sql", $"does not take it, perhaps because its schema was not brought up to date: {e.Message}", e);
        }
    }
}
