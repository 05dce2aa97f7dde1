using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// One attempt to write a group of scores, in one transaction:
/// <list type="bullet">
/// <item>where everything can be guessed (<see cref="Guesses"/>), the group is folded at once, and all of it goes in one round trip;</item>
/// <item>else what is not known is read before the group is folded, and the ids are written on the way.</item>
/// </list>
/// Either fails as a whole where the catalogue has moved, the database has lost what is known, a guess was wrong or another replica was first with an entry.
/// </summary>
internal sealed class GroupTransaction(SqlUnit unit, Plan plan, KnownEntries known, TimeProvider clock)
{
    // A guessed group is one packet: 250 bytes an entry at most, 4 MB.
    private const int IdLength = 16, MostGuessed = 16_000;

    private readonly Group _group = new(plan);
    private readonly List<UInt128> _ids = [.. plan.Scores.Select(score => score.Id).Distinct().Order()];
    private PlannedAnewException? _failure;

    /// <summary>Runs it.</summary>
    /// <param name="locks">Whether entries are locked before they are read.</param>
    /// <param name="guesses">What may be guessed; null for nothing.</param>
    /// <returns>The group, to be committed.</returns>
    /// <exception cref="PlannedAnewException">All of it is to be done again.</exception>
    public async Task<Group> RunAsync(bool locks, Guesses? guesses)
    {
        List<(int Period, string Player)> unknown = _group.Take(known);
        if (guesses is { AreNew: true } && (unknown.Count == 0 || guesses.AreAbsent) && _group.IsAlone && _group.Touched.Count <= MostGuessed)
        {
            Fold([.. _ids]);
            await GuessAsync(guesses);
            guesses.Held(ids: true, entries: unknown.Count > 0);
            return _group;
        }

        bool areNew = guesses is { AreNew: true };
        Fold(await ReadAsync(unknown, locks, areNew));
        await ReadAgainAsync();
        await WriteAsync();
        known.Guesses.Held(areNew, entries: unknown.Count > 0 ? false : null);
        return _group;
    }

    private void Fold(HashSet<UInt128> fresh) => _group.Fold(fresh.Remove, clock.Now() / TimeSpan.TicksPerMicrosecond);

    // A key that is taken is that of an id until the catalogue's version is there, and from then on that of an entry.
    private async Task GuessAsync(Guesses guesses)
    {
        (List<StoredEntry> inserts, List<StoredEntry> updates) = _group.Changed;
        bool isRemembered = false;
        try
        {
            await using DbDataReader rows = await unit.ReadAsync(
                [("gate_share", Json.Gate), .. Witness(), ("ids_new", Ids()), ("gate_read", Json.Gate), .. Rows("scores_update", updates), .. Rows("scores_insert", inserts)]);
            await CheckWitnessAsync(rows);
            await rows.NextResultAsync(unit.Cancellation);
            isRemembered = true;
            await CheckVersionAsync(rows);
            while (await rows.NextResultAsync(unit.Cancellation))
            {
            }

            if (rows.RecordsAffected != _ids.Count + updates.Count + inserts.Count)
                throw Old();
        }
        catch (DbException e) when (_failure is not null || SqlErrors.IsDuplicate(e))
        {
            if (_failure is null && isRemembered)
                guesses.WereThere();
            else if (_failure is null)
                guesses.WereOld();
            throw _failure ?? new PlannedAnewException(locks: false);
        }
    }

    // Reads what the group touches and is not known; the ids that are new.
    private async Task<HashSet<UInt128>> ReadAsync(List<(int Period, string Player)> unknown, bool locks, bool areNew)
    {
        SqlColumns touched = Columns.Keys(locks ? unknown.OrderBy(key => key.Period).ThenBy(key => key.Player, StringComparer.Ordinal) : unknown);
        try
        {
            await using DbDataReader rows = await unit.ReadAsync(
                [("gate_share", Json.Gate), .. Witness(), ("gate_read", Json.Gate), .. _group.Entrants.Reads(), (areNew ? "ids_new" : "ids", Ids()), (locks ? "rows" : "rows_read", touched), .. _group.Joins.Reads()]);
            await CheckWitnessAsync(rows);
            await rows.NextResultAsync(unit.Cancellation);
            await CheckVersionAsync(rows);
            await _group.Entrants.LoadAsync(rows, unit.Cancellation);
            HashSet<UInt128> fresh = areNew ? [.. _ids] : await FreshAsync(rows);
            await rows.NextResultAsync(unit.Cancellation);
            int found = 0;
            for (; await rows.ReadAsync(unit.Cancellation); found++)
                _group.Add(ScoreConsumer.EntryOf(rows));
            if (unknown.Count > 0)
                known.Guesses.Read(found > 0);
            await _group.Joins.LoadAsync(rows, unit.Cancellation);
            return fresh;
        }
        catch (DbException e) when (_failure is not null || (areNew && SqlErrors.IsDuplicate(e)))
        {
            if (_failure is not null)
                throw _failure;
            known.Guesses.WereOld(); // all others only read
            throw new PlannedAnewException(locks);
        }
    }

    private async Task<HashSet<UInt128>> FreshAsync(DbDataReader rows)
    {
        await rows.NextResultAsync(unit.Cancellation);
        HashSet<UInt128> fresh = [];
        byte[] fetched = new byte[IdLength];
        while (await rows.ReadAsync(unit.Cancellation))
        {
            rows.GetBytes(0, 0, fetched, 0, IdLength);
            fresh.Add(BinaryPrimitives.ReadUInt128BigEndian(fetched));
        }

        return fresh;
    }

    private async Task ReadAgainAsync()
    {
        if (_group.ReadAgain() is not { Count: > 0 } again)
            return;
        await using DbDataReader rows = await unit.ReadAsync(("rows_read", Columns.Keys(again)));
        while (await rows.ReadAsync(unit.Cancellation))
            _group.Add(ScoreConsumer.EntryOf(rows));
    }

    // Rows are locked as they are written, mostly in the order of the entries (docs/decisions/sql.md).
    private async Task WriteAsync()
    {
        (List<StoredEntry> inserts, List<StoredEntry> updates) = _group.Changed;
        if (updates.Count > 0 && await unit.ExecuteAsync(Rows("scores_update", updates)) != updates.Count)
            throw Old();
        try
        {
            await unit.ExecuteAsync(Rows("scores_insert", inserts));
        }
        catch (DbException e) when (SqlErrors.IsDuplicate(e))
        {
            throw Old(); // another replica was first
        }

        if (_group.Entrants.Changes() is { Length: > 0 } entrants)
            await unit.ExecuteAsync(entrants);
        await _group.Joins.WriteAsync(unit);
    }

    private async Task CheckWitnessAsync(DbDataReader rows)
    {
        if (known.Witness is not null && !(await rows.NextResultAsync(unit.Cancellation) && await rows.ReadAsync(unit.Cancellation)))
            throw Old();
    }

    private async Task CheckVersionAsync(DbDataReader rows)
    {
        await rows.ReadAsync(unit.Cancellation);
        if (rows.GetInt64(0) != plan.Catalogue.Version)
            throw Fail();
    }

    private PlannedAnewException Old()
    {
        known.WereOld();
        return Fail();
    }

    // Kept, because a reader that is let go reads on, and what a later statement of the same round trip failed for would be thrown instead (Npgsql).
    private PlannedAnewException Fail() => _failure = new PlannedAnewException(locks: true);

    private (string, SqlInput)[] Witness() =>
        known.Witness is { } id ? [("ids_find", SqlBatch.One(json => json.WriteString("id"u8, id.ToString("x32", CultureInfo.InvariantCulture))))] : [];

    private SqlColumns Ids() => Columns.Ids(_ids, clock.Now() / TimeSpan.TicksPerHour, Random.Shared.NextInt64());

    private static (string, SqlInput)[] Rows(string statement, List<StoredEntry> entries) => entries.Count == 0 ? [] : [(statement, Columns.Rows(entries))];
}
