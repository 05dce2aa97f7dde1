using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Applies what comes on the bus. A group of batches is one transaction, three round trips however many events it has:
/// <list type="number">
/// <item>the ids are inserted as new ones, which waits for a transaction that is inserting one of them, and fails where one is there already: then everything runs again, and is told which are new;
/// then the rows of players who are not known from groups before are made where there are none, locked and read, in order of their ids;</item>
/// <item>the new events are folded in memory, and what changed is written, a statement for each table; where a row is not as it was known,
/// everything runs again, and reads all of them;</item>
/// <item>commit: effects and ids become durable together, and what was written is known to the next group.</item>
/// </list>
/// On two busy cores with PostgreSQL 15 beside it, thousands of events in a group: 4 to 5 µs an event here where players are known, twice as much where all are read; 22 and 28 in PostgreSQL.
/// </summary>
internal sealed class SqlConsumer(
    SqlDatabase<ProgressContext> database, RulesInForce rules, SqlErasure erasure, SqlRankRewards rewards, SqlMultipliers multipliers, WantedNotices wanted, ProgressCache cache, Doubt doubt, ProgressionMetrics metrics, TimeProvider clock) : IBusConsumer
{
    private const int IdLength = 16;

    // Of the messages of one transaction, some 12,000 events: larger groups are no faster, and hold their locks for longer. Their ids and players
    // are about twice as much.
    private const int MostBytes = SqlUnit.MostBytes / 2;

    // What another replica erased is in nobody's memory for longer, where groups come; a replica that is given none keeps it until it is given one.
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(10);

    private Lent? _idle;

    public string Name => ProgressionState.Consumer;

    public async ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation)
    {
        BusMessage[] group = [.. messages];
        foreach (BusMessage said in group.Where(message => message.Kind == BusMessageKind.LiveEvents))
            await multipliers.KeepAsync(said.Payload, cancellation); // first: others may be given what was published after it
        for (int at = 0; at < group.Length;)
        {
            // What is of one transaction is of one edition of the rules: all of it, but where a version came into force between two.
            int end = at;
            RulesInForce.Edition? edition = null;
            for (int bytes = 0; end < group.Length && group[end].Kind == BusMessageKind.Events && (end == at || bytes + group[end].Payload.Length <= MostBytes); end++)
            {
                RulesInForce.Edition own = await rules.AtAsync(AcceptedAt(group[end]), cancellation);
                if (edition is not null && own.Number != edition.Number)
                    break;
                edition = own;
                bytes += group[end].Payload.Length;
            }

            if (edition is not null)
                await ApplyEventsAsync(group.AsMemory(at, end - at), edition, cancellation);
            else if (group[end].Kind == BusMessageKind.PlayerErased)
                await EraseAsync(group[end].Payload, cancellation);
            else if (group[end].Kind == BusMessageKind.Rewards)
                await rewards.ApplyAsync(group[end].Payload, cancellation);
            else if (group[end].Kind > BusMessageKind.NoticesWanted)
                throw new InvalidDataException($"a message of kind {(byte)group[end].Kind} that this version cannot read"); // never taken for done
            at = Math.Max(end, at + 1);
        }
    }

    private static long AcceptedAt(in BusMessage message) =>
        EventBatch.TryRead(message.Payload, out EventBatch batch) ? batch.AcceptedAt : throw new InvalidDataException("a batch of events is of a newer version, or damaged");

    private async Task EraseAsync(ReadOnlyMemory<byte> playerId, CancellationToken cancellation)
    {
        await erasure.EraseAnnouncedAsync(Encoding.ASCII.GetString(playerId.Span), cancellation);
        if (Interlocked.Exchange(ref _idle, null) is not { } idle)
            return;
        idle.Fold.Forget(playerId.Span);
        _idle = idle;
    }

    private async Task ApplyEventsAsync(ReadOnlyMemory<BusMessage> messages, RulesInForce.Edition edition, CancellationToken cancellation)
    {
        Lent lent = Interlocked.Exchange(ref _idle, null) is { } idle && idle.Fold.RulesNumber == edition.Number && !idle.Fold.IsWorn && !idle.Writer.IsWorn && clock.GetElapsedTime(idle.Begun) < MostAge
            ? idle
            : new Lent(new GroupFold(edition, doubt), new GroupWriter(), new Doubt(), clock.GetTimestamp());
        bool areNew = !lent.OldIds.IsLeft, isFirst = true;
        int applied = await database.TransactAsync(
            "apply_events",
            unit =>
            {
                areNew &= isFirst; // its own ids, where the answer to a commit was lost
                isFirst = false;
                return ApplyAsync(unit, lent, messages, areNew);
            },
            cancellation);
        lent.OldIds.End(isCommitted: true, wentByKnown: areNew);
        metrics.EventsApplied.Inc(applied);
        lent.Fold.Keep();
        // Also for events that were applied before: whoever applied them may have ended before it came to this.
        await cache.ForgetAsync(lent.Fold);
        _idle = lent;
    }

    private async Task<int> ApplyAsync(SqlUnit unit, Lent lent, ReadOnlyMemory<BusMessage> messages, bool areNew)
    {
        (GroupFold fold, GroupWriter writer) = (lent.Fold, lent.Writer);
        fold.Begin(messages.Span);
        fold.Notices = wanted.Begin();
        try
        {
            await ReadAsync(unit, fold, writer, areNew); // 1
        }
        catch (DbException e) when (areNew && SqlErrors.IsDuplicate(e))
        {
            fold.Leave();
            lent.OldIds.End(isCommitted: false, wentByKnown: true);
            throw new SqlConflictException("an event was applied before");
        }

        if (!fold.IsLoaded)
            throw new SqlConflictException("a player was erased meanwhile");
        int applied = fold.Apply(messages.Span, multipliers.Known); // 2
        await writer.WriteAsync(unit, fold);
        return applied;
    }

    // Inserts the ids, and reads what is not known. Nothing else of it has a key that may be taken.
    private async Task ReadAsync(SqlUnit unit, GroupFold fold, GroupWriter writer, bool areNew)
    {
        SqlColumns ids = writer.Ids(fold, NewUnit(), clock.GetUtcNow().ToUnixTimeSeconds() / 3600), unknown = writer.Unknown(fold);
        await using DbDataReader rows = await unit.ReadAsync([
            (areNew ? "insert_new_ids" : "insert_ids", ids),
            .. unknown.Rows == 0 ? [] : new (string, SqlInput)[] { ("touch_players", unknown), ("lock_players", unknown) }, ("read_multipliers", multipliers.Since())]);
        if (areNew)
            fold.AddNew();
        else
            await ReadNewAsync(unit, fold, rows);
        if (unknown.Rows > 0)
        {
            while (await rows.ReadAsync(unit.Cancellation))
                fold.Load(StoredPlayer.Read(rows), await rows.IsDBNullAsync(9, unit.Cancellation) ? null : rows.GetInt64(9));
            await rows.NextResultAsync(unit.Cancellation);
        }

        if (await rows.ReadAsync(unit.Cancellation))
            multipliers.Take(rows.GetString(0));
    }

    private static async Task ReadNewAsync(SqlUnit unit, GroupFold fold, DbDataReader rows)
    {
        byte[] id = new byte[IdLength];
        while (await rows.ReadAsync(unit.Cancellation))
        {
            rows.GetBytes(0, 0, id, 0, IdLength);
            fold.AddNew(id);
        }

        await rows.NextResultAsync(unit.Cancellation);
    }

    private static UInt128 NewUnit()
    {
        Span<byte> random = stackalloc byte[IdLength];
        RandomNumberGenerator.Fill(random);
        return new UInt128(BitConverter.ToUInt64(random), BitConverter.ToUInt64(random[8..]));
    }

    // Lent from group to group, with what it knows of players; where a group failed, it is not given back.
    // Old ids come in a row, when messages come again: then it is doubted that all of a group are new.
    private sealed record Lent(GroupFold Fold, GroupWriter Writer, Doubt OldIds, long Begun);
}
