using System.Data.Common;
using System.Text.Json;
using LiveOps.ServiceDefaults.Policies;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>The last good policy in a service's database, by its statements <c>policy_keep</c> and <c>policy_read</c>; in base64, so that it comes back to the byte.</summary>
/// <typeparam name="TContext">The service's context.</typeparam>
public sealed class SqlLastGoodPolicy<TContext>(SqlDatabase<TContext> database) : ILastGoodPolicy where TContext : DbContext
{
    private static readonly ReadOnlyMemory<byte> Only = "{\"id\":1}"u8.ToArray();

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(CancellationToken cancellation) => database.TransactAsync(
        "policy",
        async unit =>
        {
            await using DbDataReader rows = await unit.ReadAsync(("policy_read", Only));
            return await rows.ReadAsync(unit.Cancellation) ? Convert.FromBase64String(rows.GetString(0)) : null;
        },
        cancellation);

    /// <inheritdoc/>
    public Task KeepAsync(ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        byte[] batch = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["j"] = Convert.ToBase64String(json.Span) });
        return database.TransactAsync("policy", unit => unit.ExecuteAsync(("policy_keep", batch)), cancellation);
    }
}
