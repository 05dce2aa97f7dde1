using System.Data.Common;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>
/// What was done to webhooks, in order, in the gateway's database. Whoever appends holds the head's row until the commit, so that rows are numbered without gaps and seen in their
/// order. A snapshot takes the place of the rows that made it.
/// </summary>
internal sealed class WebhookJournal(SqlDatabase<GatewayContext> database)
{
    private const int MostPart = 1 << 20;

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    /// <summary>Rows behind one, 64 at the most, and how the log stands.</summary>
    public Task<(WebhookHead Head, List<WebhookRow> Rows)> ReadAsync(long after, CancellationToken cancellation) => RunAsync(
        "webhook_read",
        async unit =>
        {
            await using DbDataReader rows = await unit.ReadAsync(("webhook_head_read", Nothing), ("webhook_log_read", SqlBatch.One(json => json.WriteNumber("after", after))));
            WebhookHead head = await HeadAsync(rows, unit.Cancellation);
            await rows.NextResultAsync(unit.Cancellation);
            var read = new List<WebhookRow>();
            while (await rows.ReadAsync(unit.Cancellation))
                read.Add(new WebhookRow(rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
            return (head, read);
        },
        cancellation);

    /// <summary>Appends a row, once.</summary>
    /// <param name="token">Tells it from others.</param>
    /// <param name="content">Makes it, by the epoch; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<bool> AppendAsync(long token, Func<long, byte[]?> content, CancellationToken cancellation) => RunAsync(
        "webhook_append",
        async unit =>
        {
            WebhookHead head;
            await using (DbDataReader rows = await unit.ReadAsync(("webhook_head_hold", Nothing), ("webhook_log_find", SqlBatch.One(json => json.WriteNumber("token", token)))))
            {
                head = await HeadAsync(rows, unit.Cancellation);
                await rows.NextResultAsync(unit.Cancellation);
                if (await rows.ReadAsync(unit.Cancellation))
                    return true; // the commit's answer was lost
            }

            if (content(head.Epoch) is not { } bytes)
                return false;
            await AddAsync(unit, head, token, bytes);
            return true;
        },
        cancellation);

    /// <summary>Appends what follows from a step that somebody else makes, in that step; every replica applies it when it reads it.</summary>
    public static async Task AppendAsync(SqlUnit unit, WebhookEntry entry)
    {
        WebhookHead head;
        await using (DbDataReader rows = await unit.ReadAsync(("webhook_head_hold", Nothing)))
            head = await HeadAsync(rows, unit.Cancellation);
        await AddAsync(unit, head, Random.Shared.NextInt64(), WebhookEntry.Write([entry]));
    }

    /// <summary>Takes or keeps the right to send, if nobody else has it; how the log stands then.</summary>
    public Task<WebhookHead> LeaseAsync(string me, TimeSpan lease, CancellationToken cancellation) => RunAsync(
        "webhook_lease",
        async unit =>
        {
            await unit.ExecuteAsync(("webhook_lease", SqlBatch.One(json =>
            {
                json.WriteString("me", me);
                json.WriteNumber("milliseconds", (long)lease.TotalMilliseconds);
            })));
            await using DbDataReader rows = await unit.ReadAsync(("webhook_head_read", Nothing));
            return await HeadAsync(rows, unit.Cancellation);
        },
        cancellation);

    /// <summary>Gives the right to send to whoever comes.</summary>
    public Task<int> EndLeaseAsync(string me, CancellationToken cancellation) =>
        RunAsync("webhook_lease", unit => unit.ExecuteAsync(("webhook_lease_end", SqlBatch.One(json => json.WriteString("me", me)))), cancellation);

    /// <summary>The snapshot, and up to which row it goes; 0 where there is none.</summary>
    public Task<(long Number, byte[] Bytes)> SnapshotAsync(CancellationToken cancellation) => RunAsync(
        "webhook_snapshot",
        async unit =>
        {
            WebhookHead head;
            await using (DbDataReader rows = await unit.ReadAsync(("webhook_head_hold", Nothing))) // nobody makes another meanwhile
                head = await HeadAsync(rows, unit.Cancellation);
            using var bytes = new MemoryStream();
            await using DbDataReader parts = await unit.ReadAsync(("webhook_snapshot_read", Number(head.Snapshot)));
            while (await parts.ReadAsync(unit.Cancellation))
                bytes.Write(parts.GetFieldValue<byte[]>(0));
            return (head.Snapshot, bytes.ToArray());
        },
        cancellation);

    /// <summary>Writes a snapshot, and lets go of the rows that made it; false where somebody else sends by now.</summary>
    public Task<bool> SnapshotAsync(long number, long epoch, byte[] bytes, CancellationToken cancellation) => RunAsync(
        "webhook_snapshot",
        async unit =>
        {
            WebhookHead head;
            await using (DbDataReader rows = await unit.ReadAsync(("webhook_head_hold", Nothing)))
                head = await HeadAsync(rows, unit.Cancellation);
            if (head.Epoch != epoch || head.Snapshot >= number)
                return false;
            foreach ((int part, byte[] content) in bytes.Chunk(MostPart).Index())
            {
                await unit.ExecuteAsync(("webhook_snapshot_add", SqlBatch.One(json =>
                {
                    json.WriteNumber("number", number);
                    json.WriteNumber("part", part);
                    json.WriteString("content", Convert.ToBase64String(content));
                })));
            }

            await unit.ExecuteAsync(("webhook_head_snapshot", Number(number)), ("webhook_snapshot_cut", Number(number)), ("webhook_log_cut", Number(number)));
            return true;
        },
        cancellation);

    // What the database says no to is mostly a schema that is not there yet: to be waited for, like a database that is not.
    private async Task<T> RunAsync<T>(string operation, Func<SqlUnit, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await database.TransactAsync(operation, work, cancellation);
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException("sql", $"does not take it, perhaps because its schema was not brought up to date: {e.Message}", e);
        }
    }

    private static Task<int> AddAsync(SqlUnit unit, WebhookHead head, long token, byte[] content) => unit.ExecuteAsync(
        ("webhook_log_add", SqlBatch.One(json =>
        {
            json.WriteNumber("number", head.Next);
            json.WriteNumber("token", token);
            json.WriteString("content", Convert.ToBase64String(content));
        })),
        ("webhook_head_move", SqlBatch.One(json => json.WriteNumber("next", head.Next + 1))));

    private static async Task<WebhookHead> HeadAsync(DbDataReader rows, CancellationToken cancellation) => await rows.ReadAsync(cancellation)
        ? new WebhookHead(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3))
        : throw new StoreUnavailableException("sql", "has no log of webhooks");

    private static ReadOnlyMemory<byte> Number(long number) => SqlBatch.One(json => json.WriteNumber("number", number));
}
