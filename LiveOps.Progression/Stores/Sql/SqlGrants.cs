using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Grants in SQL: the players' rows are locked, in order of their ids, and what they were granted before is read under the lock; what is new is folded as events are, and written in
/// the same transaction. A turn of a job takes players that no other replica has in hand, and marks them in that transaction too: so each has theirs once, whoever dies.
/// </summary>
internal sealed class SqlGrants(SqlDatabase<ProgressContext> database, RulesInForce rules, WantedNotices wanted, ProgressCache cache, Doubt doubt, SqlGrantJobs jobs, TimeProvider clock) : IGrantStore
{
    public GrantLimits Limits => rules.Current.Rules.Grants;

    public async ValueTask<GrantOutcome> GrantAsync(string playerId, GrantContent grant, AuditEntry audit, CancellationToken cancellation)
    {
        long now = clock.Now();
        RulesInForce.Edition edition = await rules.AtAsync(now, cancellation);
        GrantOutcome[] outcomes = await database.TransactAsync("grant", unit => GiveAsync(unit, edition, grant, [playerId], now, audit), cancellation);
        await cache.ForgetAsync(playerId);
        return outcomes[0];
    }

    public async ValueTask<GrantJobOutcome> StartAsync(GrantOrder order, AuditEntry audit, CancellationToken cancellation) => await jobs.StartAsync(order, audit, cancellation);

    public async ValueTask<GrantJob?> SwitchAsync(string job, bool isRunning, AuditEntry audit, CancellationToken cancellation)
    {
        await jobs.SwitchAsync(job, isRunning, audit, cancellation);
        return await jobs.FindAsync(job, cancellation);
    }

    public async ValueTask<GrantJob?> FindAsync(string job, CancellationToken cancellation) => await jobs.FindAsync(job, cancellation);

    public async ValueTask<IReadOnlyList<GrantJob>> ListAsync(int most, CancellationToken cancellation) => await jobs.ListAsync(most, cancellation);

    public async ValueTask<bool> TurnAsync(CancellationToken cancellation)
    {
        if (await jobs.NextAsync(cancellation) is not { } job)
            return false;
        long now = clock.Now();
        RulesInForce.Edition edition = await rules.AtAsync(now, cancellation);
        using IDisposable left = doubt.Leave();
        string[] taken = await database.TransactAsync("grant_turn", unit => TurnAsync(unit, edition, job, now), cancellation);
        foreach (string player in taken)
            await cache.ForgetAsync(player);
        return taken.Length > 0;
    }

    private async Task<string[]> TurnAsync(SqlUnit unit, RulesInForce.Edition edition, string job, long now)
    {
        ReadOnlyMemory<byte> named = SqlGrantJobs.Named(job);
        GrantContent grant;
        var players = new List<(int Position, string Player)>();
        await using (DbDataReader rows = await unit.ReadAsync(("read_grant_job", named), ("take_grant_players", named)))
        {
            if (!await rows.ReadAsync(unit.Cancellation) || rows.GetInt32(2) != (int)GrantJobStatus.Running)
                return [];
            grant = SqlGrantJobs.Content(rows.GetString(1));
            await rows.NextResultAsync(unit.Cancellation);
            while (await rows.ReadAsync(unit.Cancellation))
                players.Add((rows.GetInt32(0), rows.GetString(1)));
        }

        string[] taken = [.. players.Select(player => player.Player)];
        if (taken.Length > 0)
        {
            GrantOutcome[] outcomes = await GiveAsync(unit, edition, grant, taken, now);
            await unit.ExecuteAsync(("settle_grant_players", SqlBatch.Many([.. players.Zip(outcomes)], (json, one) =>
            {
                json.WriteString("job"u8, job);
                json.WriteNumber("position"u8, one.First.Position);
                json.WriteNumber("outcome"u8, (int)one.Second.Status);
            })));
        }

        await unit.ExecuteAsync(("finish_grant_job", SqlGrantJobs.Named(job, now)));
        return taken;
    }

    // What became of it for each, in their order.
    private async Task<GrantOutcome[]> GiveAsync(SqlUnit unit, RulesInForce.Edition edition, GrantContent grant, string[] players, long now, AuditEntry? audit = null)
    {
        var fold = new GroupFold(edition);
        var writer = new GroupWriter();
        fold.BeginGrants(players);
        NoticeBuffer notices = fold.Notices = wanted.Begin();
        var outcomes = new Dictionary<string, GrantOutcome>(StringComparer.Ordinal);
        await using (DbDataReader rows = await unit.ReadAsync(("lock_players", writer.Unknown(fold)), ("find_grants", Sought(grant.Id, players))))
        {
            while (await rows.ReadAsync(unit.Cancellation))
                fold.Load(StoredPlayer.Read(rows), null);
            await rows.NextResultAsync(unit.Cancellation);
            while (await rows.ReadAsync(unit.Cancellation))
            {
                if (Before(rows, grant) is { } before)
                    outcomes[rows.GetString(0)] = before;
            }
        }

        var given = new List<(string Player, byte[] Document)>();
        foreach (string player in players)
        {
            int number = fold.FindLoaded(player);
            if (number < 0)
            {
                outcomes[player] = new GrantOutcome(GrantStatus.UnknownPlayer);
                continue;
            }

            if (outcomes.ContainsKey(player))
                continue;
            (long[]? applied, GrantChange? change) = audit is null ? (fold.Give(number, grant, now), null) : fold.GiveAudited(number, grant, now);
            byte[] document = GrantJson.Write(json => GrantJson.WriteMembers(json, grant, now, applied));
            outcomes[player] = new GrantOutcome(GrantStatus.Granted, document) { Change = change };
            given.Add((player, document));
            notices.Add(NoticeType.PlayerGranted, player, now, json =>
            {
                json.WriteString("playerId"u8, player);
                GrantJson.WriteMembers(json, grant, now, applied);
            });
        }

        if (given.Count > 0)
            await writer.WriteAsync(unit, fold, [("insert_grants", Given(grant, given, now)), .. audit is null ? [] : new[] { AuditSteps.Write(outcomes[given[0].Player].Change!.In(audit)) }]);
        return [.. players.Select(player => outcomes[player])];
    }

    private static GrantOutcome? Before(DbDataReader row, GrantContent grant)
    {
        if (!row.IsDBNull(2))
        {
            return BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(2)) == grant.Fingerprint
                ? new GrantOutcome(GrantStatus.Known, Encoding.UTF8.GetBytes(row.GetString(3)))
                : new GrantOutcome(GrantStatus.OtherContent);
        }

        return row.GetInt64(1) >= GrantOutcome.MostOfPlayer ? new GrantOutcome(GrantStatus.Refused) : null;
    }

    private static ReadOnlyMemory<byte> Sought(string id, string[] players) => SqlBatch.One(json =>
    {
        json.WriteString("id"u8, id);
        json.WriteStartArray("players"u8);
        foreach (string player in players)
            json.WriteStringValue(player);
        json.WriteEndArray();
    });

    private static ReadOnlyMemory<byte> Given(GrantContent grant, List<(string Player, byte[] Document)> given, long now) => SqlBatch.Many(given, (json, one) =>
    {
        json.WriteString("player_id"u8, one.Player);
        json.WriteString("grant_id"u8, grant.Id);
        json.WriteNumber("at"u8, now);
        json.WriteHash("fingerprint"u8, grant.Fingerprint);
        json.WriteString("document"u8, one.Document);
    });
}
