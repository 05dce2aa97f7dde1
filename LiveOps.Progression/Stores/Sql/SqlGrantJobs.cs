using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Windows;
using LiveOps.Progression.Grants;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Jobs of grants in SQL: a row a job, and a row for each of its players, with what became of their turn.</summary>
internal sealed class SqlGrantJobs(SqlDatabase<ProgressContext> database, TimeProvider clock)
{
    private const int PlayersAtOnce = 5_000;

    /// <summary>Makes a job.</summary>
    public Task<GrantJobOutcome> StartAsync(GrantOrder order, AuditEntry audit, CancellationToken cancellation)
    {
        string id = order.Grant.Id;
        ReadOnlyMemory<byte> job = SqlBatch.One(json =>
        {
            json.WriteString("id"u8, id);
            json.WriteHash("fingerprint"u8, order.Fingerprint);
            json.WriteString("content"u8, Content(order.Grant));
            json.WriteNumber("total"u8, order.Players.Count);
            json.WriteNumber("at"u8, clock.Now());
        });
        return database.TransactAsync(
            "start_grants",
            async unit =>
            {
                if (await FingerprintAsync(unit, id) is { } known)
                    return known == order.Fingerprint ? GrantJobOutcome.Known : GrantJobOutcome.OtherContent;
                if (await OpenAsync(unit) >= GrantJob.MostOpen)
                    return GrantJobOutcome.TooMany;
                if (await unit.ExecuteAsync(("insert_grant_job", job)) == 0) // somebody else was first
                    return await FingerprintAsync(unit, id) == order.Fingerprint ? GrantJobOutcome.Known : GrantJobOutcome.OtherContent;
                for (int from = 0; from < order.Players.Count; from += PlayersAtOnce)
                    await unit.ExecuteAsync(("insert_grant_players", Players(order, from)));
                await unit.ExecuteAsync(AuditSteps.Write(audit));
                return GrantJobOutcome.Made;
            },
            cancellation);
    }

    /// <summary>Stops a job, or has it go on; one that is done stays so.</summary>
    public Task SwitchAsync(string job, bool isRunning, AuditEntry audit, CancellationToken cancellation)
    {
        (GrantJobStatus from, GrantJobStatus to) = isRunning ? (GrantJobStatus.Stopped, GrantJobStatus.Running) : (GrantJobStatus.Running, GrantJobStatus.Stopped);
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteString("id"u8, job);
            json.WriteNumber("from"u8, (int)from);
            json.WriteNumber("to"u8, (int)to);
            json.WriteNumber("at"u8, clock.Now());
        });
        return database.TransactAsync("switch_grants", async unit => await unit.ExecuteAsync(("switch_grant_job", batch)) == 0 ? 0 : await unit.ExecuteAsync(AuditSteps.Write(audit)), cancellation);
    }

    /// <summary>The oldest job that runs; null for none.</summary>
    public Task<string?> NextAsync(CancellationToken cancellation) => database.ReadAsync(
        "next_grants",
        (context, token) => context.GrantJobs.Where(job => job.Status == (int)GrantJobStatus.Running).OrderBy(job => job.MadeAt).Select(job => job.Id).FirstOrDefaultAsync(token),
        cancellation);

    /// <summary>A job as it stands; null when there is none.</summary>
    public Task<GrantJob?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(
        "read_grants",
        async (context, token) => await context.GrantJobs.SingleOrDefaultAsync(job => job.Id == id, token) is { } row ? await ShownAsync(context, row, token) : null,
        cancellation);

    /// <summary>The newest jobs, newest first.</summary>
    public Task<List<GrantJob>> ListAsync(int most, CancellationToken cancellation) => database.ReadAsync(
        "list_grants",
        async (context, token) =>
        {
            var jobs = new List<GrantJob>();
            foreach (GrantJobRow row in await context.GrantJobs.OrderByDescending(job => job.MadeAt).Take(most).ToListAsync(token))
                jobs.Add(await ShownAsync(context, row, token));
            return jobs;
        },
        cancellation);

    /// <summary>The batch of a statement about one job.</summary>
    public static ReadOnlyMemory<byte> Named(string job, long at = 0) => SqlBatch.One(json =>
    {
        json.WriteString("id"u8, job);
        json.WriteString("job"u8, job);
        json.WriteNumber("at"u8, at);
    });

    /// <summary>What is granted, as it is kept.</summary>
    public static GrantContent Content(string kept)
    {
        using var reader = new BinaryReader(new MemoryStream(Convert.FromBase64String(kept)), Encoding.UTF8);
        return GrantCommand.ReadContent(reader);
    }

    private static string Content(GrantContent grant)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            GrantCommand.Write(writer, grant);
        return Convert.ToBase64String(stream.ToArray());
    }

    private static ReadOnlyMemory<byte> Players(GrantOrder order, int from) => SqlBatch.One(json =>
    {
        json.WriteString("job"u8, order.Grant.Id);
        json.WriteNumber("from"u8, from);
        json.WriteStartArray("players"u8);
        foreach (string player in order.Players.Skip(from).Take(PlayersAtOnce))
            json.WriteStringValue(player);
        json.WriteEndArray();
    });

    private static async Task<UInt128?> FingerprintAsync(SqlUnit unit, string id)
    {
        await using DbDataReader rows = await unit.ReadAsync(("read_grant_job", Named(id)));
        return await rows.ReadAsync(unit.Cancellation) ? BinaryPrimitives.ReadUInt128BigEndian(rows.GetFieldValue<byte[]>(0)) : null;
    }

    private static async Task<long> OpenAsync(SqlUnit unit)
    {
        await using DbDataReader rows = await unit.ReadAsync(("count_grant_jobs", Named("")));
        await rows.ReadAsync(unit.Cancellation);
        return rows.GetInt64(0);
    }

    private static async Task<GrantJob> ShownAsync(ProgressContext context, GrantJobRow row, CancellationToken cancellation)
    {
        Dictionary<int, int> counts = await context.GrantPlayers.Where(player => player.Job == row.Id).GroupBy(player => player.Outcome)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        string[] unknown = await context.GrantPlayers.Where(player => player.Job == row.Id && player.Outcome == (int)GrantStatus.UnknownPlayer)
            .OrderBy(player => player.Position).Select(player => player.PlayerId).Take(GrantJob.MostNamed).ToArrayAsync(cancellation);
        return new GrantJob(
            Content(row.Content), (GrantJobStatus)row.Status, row.Total, Of(GrantStatus.Granted), Of(GrantStatus.Known), Of(GrantStatus.UnknownPlayer),
            Of(GrantStatus.Refused) + Of(GrantStatus.OtherContent), counts.GetValueOrDefault(0), row.MadeAt, unknown);

        int Of(GrantStatus status) => counts.GetValueOrDefault((int)status);
    }
}
