using System.Data.Common;
using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// What is done to a player everywhere: in the database behind the gate, with versions above all that were there, and from its commit on owed to Redis,
/// which mostly has it before the caller is answered.
/// A block that holds when a period falls due hides its player from what is closed by it, so it is let go of only once that is archived: the period waits for what is on the bus, and perhaps for
/// a replica that runs.
/// </summary>
internal sealed class Players(Gate gate, Catalogues catalogues, OwedRanks owed, WantedNotices wanted, IPolicies<LeaderboardPolicy> policy, TimeProvider clock)
{
    /// <summary>Hides a player, or shows one again, for an operator; a block that holds hides them still.</summary>
    public async Task SetHiddenAsync(string player, bool hidden, AuditEntry audit)
    {
        (OwedRow[]? changed, _) = await gate.ChangeAsync(
            hidden ? "hide" : "show",
            async (unit, catalogue) =>
            {
                bool hide = hidden, before = IsHiddenByOperator(catalogue, player);
                if (before != hidden) // what did nothing is not in the audit
                    await unit.ExecuteAsync(AuditSteps.Write(audit with { Before = AuditJson.Hidden(before), After = AuditJson.Hidden(hidden) }));
                if (catalogue.Blocked.GetValueOrDefault(player) is { } block)
                {
                    await KeepAsync(unit, block with { ByOperator = hidden });
                    hide |= Hides(block, catalogue);
                }

                return ((OwedRow[] Changed, long Floor)?)(await SetAsync(unit, catalogue, player, hide), 0);
            });
        await owed.TryGiveAsync(changed!);
    }

    /// <summary>Takes note of what Fairness decided about a player, and hides or shows them.</summary>
    public async Task BlockAsync(PlayerBlock said)
    {
        (OwedRow[]? changed, _) = await gate.ChangeAsync(
            "block",
            async (unit, catalogue) =>
            {
                BlockedRow? before = catalogue.Blocked.GetValueOrDefault(said.PlayerId);
                bool isHidden = catalogue.Hidden.Contains(said.PlayerId);
                var block = new BlockedRow(said.PlayerId, said.Number, said.Until, Math.Max(said.Until, before?.Kept ?? 0), before?.ByOperator ?? isHidden);
                if ((before is not null && before.Number > block.Number) || HasEnded(block.Kept, catalogue))
                    return null; // a newer one is known, or none that could have held is
                await KeepAsync(unit, block);
                return ((OwedRow[] Changed, long Floor)?)(await SetAsync(unit, catalogue, block.Player, block.ByOperator || Hides(block, catalogue)), 0);
            });
        await owed.TryGiveAsync(changed ?? []);
    }

    /// <summary>Shows whoever is blocked no more, and brings everybody in line with the policy.</summary>
    public async Task EndBlocksAsync()
    {
        foreach (BlockedRow found in (await catalogues.GetAsync()).Blocked.Values)
        {
            Catalogue known = await catalogues.GetAsync();
            if (!IsDue(found, known))
                continue;
            (OwedRow[]? changed, _) = await gate.ChangeAsync(
                "block",
                async (unit, catalogue) => catalogue.Blocked.GetValueOrDefault(found.Player) is { } block && IsDue(block, catalogue)
                    ? ((OwedRow[] Changed, long Floor)?)(await SetAsync(unit, catalogue, block.Player, block.ByOperator || Hides(block, catalogue)), 0)
                    : null); // another replica was first
            await owed.TryGiveAsync(changed ?? []);
            if (HasEnded(found.Kept, known))
                await ForgetAsync(found);
        }
    }

    /// <summary>Removes a player's score from the periods of a window that take scores.</summary>
    public async Task<Problem?> RemoveAsync(string board, string window, string player, AuditEntry audit)
    {
        Problem? problem = null;
        (OwedRow[]? removed, _) = await gate.ChangeAsync(
            "remove",
            async (unit, catalogue) =>
            {
                problem = Named.Find(catalogue, policy.Current, board, window, out SharedBoard found, out WindowKind kind);
                if (problem is not null)
                    return null;
                (OwedRow[] deleted, long version, List<StoredEntry> entries) = await DeleteAsync(unit, catalogue, [.. found.Tracks[(int)kind].Open.Select(period => (period.Id, player)).Order()]);
                if (deleted.Length == 0)
                    return null;
                string scores = AuditJson.Scores(entries.Select(entry => (catalogue.Periods[entry.Period].Period.Name, entry.Entry.Score, entry.Entry.AchievedAt)));
                await unit.ExecuteAsync(AuditSteps.Write(audit with { Before = scores, After = AuditJson.Scores([]) }));
                return ((OwedRow[] Removed, long Floor)?)(deleted, version);
            });
        if (removed is null)
            return problem ?? NotFound.Player(player);
        await owed.TryGiveAsync(removed);
        return null;
    }

    /// <summary>Erases a player: the entries in what is not archived, the name in what is, and where they play: nobody takes their place in a cohort.</summary>
    public async Task EraseAsync(string player)
    {
        (OwedRow[]? erased, _) = await gate.ChangeAsync(
            "erase",
            async (unit, catalogue) =>
            {
                (OwedRow[] deleted, long version, _) = await DeleteAsync(unit, catalogue, AllOf(catalogue, player));
                ReadOnlyMemory<byte> named = Json.Player(player);
                await unit.ExecuteAsync(
                    ("erase_gone", named), ("erase_archived", named), ("show", named), ("block_forget", named), ("rewards_erase", named), ("entrants_count_out", named), ("entrants_erase", named),
                    AuditSteps.Erase(player));
                await unit.ExecuteAsync([
                    ("league_erase_divisions", named), ("league_erase_members", named), ("league_erase_parts", named), .. NoticeSteps.Erase(wanted.Begin(), player, clock.Now())]);
                return ((OwedRow[] Erased, long Floor)?)(deleted, version);
            });
        await owed.TryGiveAsync(erased!);
    }

    private static bool IsHiddenByOperator(Catalogue catalogue, string player) => catalogue.Blocked.GetValueOrDefault(player)?.ByOperator ?? catalogue.Hidden.Contains(player);

    private bool Hides(BlockedRow block, Catalogue catalogue) => policy.Current.HideBlocked && !HasEnded(block.Ends, catalogue);

    private bool IsDue(BlockedRow block, Catalogue catalogue) =>
        HasEnded(block.Kept, catalogue) || catalogue.Hidden.Contains(block.Player) != (block.ByOperator || Hides(block, catalogue));

    // Not while a period is open, or not archived, that fell due before. One whose season was cancelled has nothing to win.
    private bool HasEnded(long end, Catalogue catalogue)
    {
        LeaderboardPolicy rules = policy.Current;
        return end <= clock.Now() && !catalogue.Periods.Values.Any(period =>
            period.State <= PeriodState.Closed && period.Period.Closes < end && period.Period.Closes + period.Board.Rules(rules).Grace < end && !catalogue.Cancelled.Contains(period.Id));
    }

    // Decided behind the gate alone: another replica may have opened a period since that fell due before, and whoever is hidden for it would be so for good, as if by an operator.
    private async Task ForgetAsync(BlockedRow block) => await gate.ChangeAsync<object?>(
        "block",
        async (unit, catalogue) =>
        {
            if (catalogue.Blocked.GetValueOrDefault(block.Player) is not { } there || there.Number != block.Number || !HasEnded(there.Kept, catalogue) || catalogue.Hidden.Contains(block.Player) != there.ByOperator)
                return null;
            await unit.ExecuteAsync(("block_forget", Json.Player(block.Player)));
            return (null, 0);
        });

    private async Task<OwedRow[]> SetAsync(SqlUnit unit, Catalogue catalogue, string player, bool hidden)
    {
        List<StoredEntry> entries = Raised(await LockAsync(unit, AllOf(catalogue, player)), catalogue);
        OwedRow[] changed = OwedRanks.Of(catalogue, entries);
        await unit.ExecuteAsync((hidden ? "hide" : "show", Json.Player(player)), ("scores_update", Columns.Rows(entries)), ("owe", Json.Owed(changed)));
        return changed;
    }

    private static Task<int> KeepAsync(SqlUnit unit, BlockedRow block) => unit.ExecuteAsync(
        ("block_forget", Json.Player(block.Player)),
        ("block_keep", SqlBatch.One(json =>
        {
            json.WriteString("u", block.Player);
            json.WriteNumber("n", block.Number);
            json.WriteNumber("e", block.Ends);
            json.WriteNumber("k", block.Kept);
            json.WriteNumber("o", block.ByOperator ? 1 : 0);
        })));

    // What was deleted, and a version above it.
    private async Task<(OwedRow[] Deleted, long Version, List<StoredEntry> Entries)> DeleteAsync(SqlUnit unit, Catalogue catalogue, IReadOnlyCollection<(int Period, string Player)> keys)
    {
        List<StoredEntry> entries = await LockAsync(unit, keys);
        OwedRow[] deleted = OwedRanks.Of(catalogue, entries);
        if (deleted.Length > 0)
            await unit.ExecuteAsync(("scores_delete", Columns.Keys(keys)), ("owe", Json.Owed(deleted)));
        return (deleted, entries.Select(entry => entry.Version).Append(Math.Max(Now(), catalogue.Floor)).Max() + 1, entries);
    }

    private static (int Period, string Player)[] AllOf(Catalogue catalogue, string player) => [.. catalogue.Periods.Keys.Order().Select(period => (period, player))];

    private List<StoredEntry> Raised(List<StoredEntry> entries, Catalogue catalogue) =>
        entries.ConvertAll(entry => entry with { Version = Math.Max(Math.Max(Now(), catalogue.Floor + 1), entry.Version + 1) });

    private static async Task<List<StoredEntry>> LockAsync(SqlUnit unit, IReadOnlyCollection<(int Period, string Player)> keys)
    {
        var entries = new List<StoredEntry>();
        await using DbDataReader rows = await unit.ReadAsync(("rows", Columns.Keys(keys)));
        while (await rows.ReadAsync(unit.Cancellation))
            entries.Add(ScoreConsumer.EntryOf(rows));
        return entries;
    }

    private long Now() => clock.Now() / TimeSpan.TicksPerMicrosecond;
}
