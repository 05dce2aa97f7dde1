using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// Applies what comes on the bus. A group of scores goes through these steps:
/// <list type="number">
/// <item>It is planned: which periods take which scores. Boards and periods that are not there yet are made, and it is planned again.</item>
/// <item>In one transaction, behind the gate: ids are remembered, in order, and those of the entries they touch read that are not known (<see cref="KnownEntries"/>); the new scores are folded in;
/// what changed is written, in order, with versions that only rise. Had another replica changed one of them meanwhile, all of
/// it is done again, and then the entries are locked before they are read. Who scored for the first time in a season of a league comes into it.</item>
/// <item>After the commit what changed is projected into Redis (<see cref="Projections"/>). Had that failed, or this replica died, the messages come again:
/// no id is new then, and the entries are projected as they are.</item>
/// </list>
/// </summary>
internal sealed class ScoreConsumer(
    SqlDatabase<LeaderboardContext> database, Catalogues catalogues, Periods periods, Players players, SharedRanks ranks, RankRebuilds rebuilds,
    IPolicies<LeaderboardPolicy> policy, LeagueRulings leagues, ClusterCounts counts, TimeProvider clock) : IBusConsumer
{
    private const int MostAttempts = 50, MostMade = 4, IdLength = 16;

    // After as many the messages that follow are another transaction. A score is an entry in up to four windows, each some 230 bytes to write: with the
    // thousand that the last message may add that is 3.8 MB at once.
    private const int ManyScores = 3000;

    private KnownEntries? _idle;

    /// <inheritdoc/>
    public string Name => LeaderboardState.ConsumerName;

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation)
    {
        var projections = new Projections(ranks, rebuilds);
        KnownEntries known = Interlocked.Exchange(ref _idle, null) ?? new KnownEntries();
        try
        {
            await ApplyAsync(messages, known, projections, cancellation);
        }
        finally
        {
            await projections.EndAsync();
        }

        _idle = known; // but where anything failed: what comes again may then not tell that the database has lost something
    }

    private async Task ApplyAsync(IReadOnlyList<BusMessage> messages, KnownEntries known, Projections projections, CancellationToken cancellation)
    {
        var scores = new List<Submitted>();
        foreach (BusMessage message in messages)
        {
            switch (message.Kind)
            {
                case BusMessageKind.Events:
                    if (scores.Count >= ManyScores)
                    {
                        await CountAsync(scores, known, projections, cancellation);
                        scores.Clear();
                    }

                    SubmittedReader.Read(message, scores);
                    break;
                case BusMessageKind.PlayerErased:
                    await CountAsync(scores, known, projections, cancellation);
                    scores.Clear();
                    await players.EraseAsync(System.Text.Encoding.ASCII.GetString(message.Payload.Span));
                    break;
                case BusMessageKind.PlayerBlock when PlayerBlock.TryRead(message.Payload.Span, out PlayerBlock block):
                    await CountAsync(scores, known, projections, cancellation);
                    scores.Clear();
                    await players.BlockAsync(block);
                    break;
                case BusMessageKind.BoardOrders or BusMessageKind.Rewards or BusMessageKind.LiveEvents:
                    break; // our own: for who judges scores, and who grants rewards, XP and items
                default:
                    throw new InvalidDataException($"a message of kind {(byte)message.Kind} that this version cannot read");
            }
        }

        await CountAsync(scores, known, projections, cancellation);
    }

    private async Task CountAsync(List<Submitted> scores, KnownEntries known, Projections projections, CancellationToken cancellation)
    {
        if (scores.Count == 0)
            return;
        scores.Sort(static (a, b) => a.Accepted.CompareTo(b.Accepted));
        PolicyView<LeaderboardPolicy> rules = await policy.BetweenAsync(scores[0].Accepted, scores[^1].Accepted, cancellation);
        scores = SubmittedReader.Boards(scores, rules);
        if (scores.Count == 0)
            return;
        PolicyView<LeaguesPolicy> played = await leagues.RuleAsync(scores[0].Accepted, scores[^1].Accepted, cancellation);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            Catalogue catalogue = attempt == 0 ? await catalogues.GetAsync() : await catalogues.RefreshAsync(cancellation);
            var plan = new Plan(scores, catalogue, rules, played);
            for (int made = 0; plan.IsIncomplete; made++)
            {
                // What was made again and again and is not there bears the name of one that is closed: a season that a policy opens again counts nothing.
                plan = made < MostMade ? new Plan(scores, await periods.MakeAsync(plan, rules, cancellation), rules, played)
                    : made == MostMade ? new Plan(scores, plan.Catalogue, rules, played, plan.MissingPeriods)
                    : throw new InvalidOperationException("a board cannot be made: its name is in use");
            }

            if (await TransactAsync(plan, known, lockFirst: attempt > 0, cancellation) is not { } group)
                continue; // the catalogue moved, or another replica changed one of the entries
            known.Keep(group.Entries, group.Counted);
            counts.Add(group.Updates, group.Refused);
            projections.Begin(group, plan.Catalogue);
            return;
        }

        throw new StoreUnavailableException("sql", "has its catalogue changed faster than scores can be written");
    }

    // Null when it has to be planned again; then nothing was written.
    private async Task<Group?> TransactAsync(Plan plan, KnownEntries known, bool lockFirst, CancellationToken cancellation)
    {
        bool isFirst = true;
        try
        {
            return await database.TransactAsync(
                "apply",
                unit =>
                {
                    if (lockFirst || !isFirst)
                        known.Forget(); // once something was old, or the database faltered, all is read
                    isFirst = false;
                    return FoldAsync(unit, plan, known, lockFirst);
                },
                cancellation);
        }
        catch (PlannedAnewException)
        {
            return null;
        }
    }

    private async Task<Group> FoldAsync(SqlUnit unit, Plan plan, KnownEntries known, bool lockFirst)
    {
        known.Begin(plan.Catalogue.Version, plan.Newest, clock.Now());
        var group = new Group(plan);
        HashSet<UInt128> fresh = await ReadAsync(unit, group, plan, known, lockFirst);
        group.Fold(fresh.Remove, clock.Now() / TimeSpan.TicksPerMicrosecond);
        if (group.ReadAgain() is { Count: > 0 } again)
        {
            await using DbDataReader rows = await unit.ReadAsync(("rows_read", Columns.Keys(again)));
            while (await rows.ReadAsync(unit.Cancellation))
                group.Add(EntryOf(rows));
        }

        if (!await WriteAsync(unit, group.Changed.New, group.Changed.There))
            throw Old(known);
        if (group.Entrants.Changes() is { Length: > 0 } entrants)
            await unit.ExecuteAsync(entrants);
        await group.Joins.WriteAsync(unit);
        return group;
    }

    // Reads what the group touches; the ids that are new.
    private async Task<HashSet<UInt128>> ReadAsync(SqlUnit unit, Group group, Plan plan, KnownEntries known, bool lockFirst)
    {
        List<(int Period, string Player)> unknown = group.Take(known);
        SqlColumns touched = Columns.Keys(lockFirst ? unknown.OrderBy(key => key.Period).ThenBy(key => key.Player, StringComparer.Ordinal) : unknown);
        (string, SqlInput)[] witness = known.Witness is { } id ? [("ids_find", SqlBatch.One(json => json.WriteString("id"u8, id.ToString("x32", CultureInfo.InvariantCulture))))] : [];
        await using DbDataReader rows = await unit.ReadAsync(
            [("gate_share", Json.Gate), ("gate_read", Json.Gate), .. witness, .. group.Entrants.Reads(), ("ids", Ids(plan.Scores)), (lockFirst ? "rows" : "rows_read", touched), .. group.Joins.Reads()]);
        await rows.NextResultAsync(unit.Cancellation);
        await rows.ReadAsync(unit.Cancellation);
        if (rows.GetInt64(0) != plan.Catalogue.Version)
            throw new PlannedAnewException();
        if (witness.Length > 0 && !(await rows.NextResultAsync(unit.Cancellation) && await rows.ReadAsync(unit.Cancellation)))
            throw Old(known);
        await group.Entrants.LoadAsync(rows, unit.Cancellation);
        await rows.NextResultAsync(unit.Cancellation);
        HashSet<UInt128> fresh = [];
        byte[] fetched = new byte[IdLength];
        while (await rows.ReadAsync(unit.Cancellation))
        {
            rows.GetBytes(0, 0, fetched, 0, IdLength);
            fresh.Add(BinaryPrimitives.ReadUInt128BigEndian(fetched));
        }

        await rows.NextResultAsync(unit.Cancellation);
        while (await rows.ReadAsync(unit.Cancellation))
            group.Add(EntryOf(rows));
        await group.Joins.LoadAsync(rows, unit.Cancellation);
        return fresh;
    }

    private static PlannedAnewException Old(KnownEntries known)
    {
        known.WereOld();
        return new PlannedAnewException();
    }

    // False when another replica was first with one of them. Rows are locked as they are written, mostly in the order of the entries (docs/decisions/sql.md).
    private static async Task<bool> WriteAsync(SqlUnit unit, List<StoredEntry> inserts, List<StoredEntry> updates)
    {
        if (updates.Count > 0 && await unit.ExecuteAsync(("scores_update", Columns.Rows(updates))) != updates.Count)
            return false;
        return inserts.Count == 0 || await unit.ExecuteAsync(("scores_insert", Columns.Rows(inserts))) == inserts.Count;
    }

    /// <summary>The entry at hand of the statement <c>rows</c>.</summary>
    public static StoredEntry EntryOf(DbDataReader rows) => new(
        rows.GetInt32(0), rows.GetString(1), new Entry(rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5)), rows.GetInt64(6), rows.GetInt64(6));

    private SqlColumns Ids(List<Submitted> scores) =>
        Columns.Ids(scores.Select(score => score.Id).Distinct().Order(), clock.Now() / TimeSpan.TicksPerHour, Random.Shared.NextInt64());

    private sealed class PlannedAnewException : Exception;
}
