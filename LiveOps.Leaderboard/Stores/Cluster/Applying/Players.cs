using System.Data.Common;
using LiveOps.Core.Problems;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// What is done to a player everywhere: in the database behind the gate, then in Redis with versions above all that were there. Each may
/// be asked for again, and then brings Redis up to date again.
/// </summary>
internal sealed class Players(Gate gate, Catalogues catalogues, SharedRanks ranks, RankRebuilds rebuilds, PolicyFile<LeaderboardPolicy> policy, TimeProvider clock)
{
    /// <summary>Hides a player, or shows one again, for an operator; a block that holds hides them still.</summary>
    public async Task SetHiddenAsync(string player, bool hidden)
    {
        (List<StoredEntry>? entries, Catalogue catalogue) = await gate.ChangeAsync(
            hidden ? "hide" : "show",
            async (unit, catalogue) =>
            {
                bool hide = hidden;
                if (catalogue.Blocked.GetValueOrDefault(player) is { } block)
                {
                    await KeepAsync(unit, block with { ByOperator = hidden });
                    hide |= Hides(block);
                }

                return ((List<StoredEntry> Entries, long Floor)?)(await SetAsync(unit, catalogue, player, hide), 0);
            });
        await ProjectAsync(entries!, catalogue);
    }

    /// <summary>Takes note of what Fairness decided about a player, and hides or shows them.</summary>
    public async Task BlockAsync(PlayerBlock said)
    {
        (List<StoredEntry>? entries, Catalogue catalogue) = await gate.ChangeAsync(
            "block",
            async (unit, catalogue) =>
            {
                BlockedRow? before = catalogue.Blocked.GetValueOrDefault(said.PlayerId);
                bool isHidden = catalogue.Hidden.Contains(said.PlayerId);
                var block = new BlockedRow(said.PlayerId, said.Number, said.Until, Math.Max(said.Until, before?.Kept ?? 0), before?.ByOperator ?? isHidden);
                if ((before is not null && before.Number > block.Number) || block.Kept <= clock.Now())
                    return null; // a newer one is known, or none that could have held is
                // Done again when it comes again: whoever noted it may have died before it came to the ranks.
                await KeepAsync(unit, block);
                return ((List<StoredEntry> Entries, long Floor)?)(await SetAsync(unit, catalogue, block.Player, block.ByOperator || Hides(block)), 0);
            });
        await ProjectAsync(entries ?? [], catalogue);
    }

    /// <summary>
    /// Shows whoever is blocked no more, and brings everybody in line with the policy. What could not hold any more is forgotten last: until then
    /// it is done again, should this end halfway.
    /// </summary>
    public async Task EndBlocksAsync()
    {
        foreach (BlockedRow found in (await catalogues.GetAsync()).Blocked.Values)
        {
            if (!IsDue(found, await catalogues.GetAsync()))
                continue;
            (List<StoredEntry>? entries, Catalogue catalogue) = await gate.ChangeAsync(
                "block",
                async (unit, catalogue) => catalogue.Blocked.GetValueOrDefault(found.Player) is { } block && IsDue(block, catalogue)
                    ? ((List<StoredEntry> Entries, long Floor)?)(await SetAsync(unit, catalogue, block.Player, block.ByOperator || Hides(block)), 0)
                    : null); // another replica was first
            await ProjectAsync(entries ?? [], catalogue);
            if (found.Kept <= clock.Now())
                await ForgetAsync(found);
        }
    }

    /// <summary>Removes a player's score from the periods of a window that take scores.</summary>
    public async Task<Problem?> RemoveAsync(string board, string window, string player)
    {
        Problem? problem = null;
        ((StoredPeriod[] Periods, long Version, int Count) removed, _) = await gate.ChangeAsync(
            "remove",
            async (unit, catalogue) =>
            {
                problem = Named.Find(catalogue, policy.Current, board, window, out SharedBoard found, out WindowKind kind);
                if (problem is not null)
                    return null;
                StoredPeriod[] open = [.. found.Tracks[(int)kind].Open];
                (long version, int count) = await DeleteAsync(unit, catalogue, [.. open.Select(period => (period.Id, player))]);
                return (((StoredPeriod[] Periods, long Version, int Count), long)?)((open, version, count), version);
            });
        if (problem is not null)
            return problem;
        foreach (StoredPeriod period in removed.Periods)
            await ranks.TakeOutAsync(period, player, removed.Version);
        return removed.Count > 0 ? null : NotFound.Player(player);
    }

    /// <summary>Erases a player: the entries in what is not archived, the name in what is.</summary>
    public async Task EraseAsync(string player)
    {
        ((StoredPeriod[] Periods, long Version) erased, _) = await gate.ChangeAsync(
            "erase",
            async (unit, catalogue) =>
            {
                (long version, _) = await DeleteAsync(unit, catalogue, [.. catalogue.Periods.Values.Select(period => (period.Id, player))]);
                ReadOnlyMemory<byte> named = Json.Player(player);
                await unit.ExecuteAsync(("erase_gone", named), ("erase_archived", named), ("show", named), ("block_forget", named));
                return (((StoredPeriod[] Periods, long Version), long)?)(([.. catalogue.Periods.Values], version), version);
            });
        foreach (StoredPeriod period in erased.Periods)
            await ranks.TakeOutAsync(period, player, erased.Version);
    }

    private bool Hides(BlockedRow block) => policy.Current.HideBlocked && block.Ends > clock.Now();

    private bool IsDue(BlockedRow block, Catalogue catalogue) =>
        block.Kept <= clock.Now() || catalogue.Hidden.Contains(block.Player) != (block.ByOperator || Hides(block));

    private async Task ForgetAsync(BlockedRow block) => await gate.ChangeAsync<object?>(
        "block",
        async (unit, catalogue) =>
        {
            if (catalogue.Blocked.GetValueOrDefault(block.Player)?.Number != block.Number)
                return null;
            await unit.ExecuteAsync(("block_forget", Json.Player(block.Player)));
            return (null, 0);
        });

    private async Task<List<StoredEntry>> SetAsync(SqlUnit unit, Catalogue catalogue, string player, bool hidden)
    {
        List<StoredEntry> entries = Raised(await LockAsync(unit, [.. catalogue.Periods.Values.Select(period => (period.Id, player))]), catalogue);
        await unit.ExecuteAsync((hidden ? "hide" : "show", Json.Player(player)), ("scores_update", Json.Rows(entries)));
        return entries;
    }

    private static Task<int> KeepAsync(SqlUnit unit, BlockedRow block) => unit.ExecuteAsync(
        ("block_forget", Json.Player(block.Player)),
        ("block_keep", Json.Object(json =>
        {
            json.WriteString("u", block.Player);
            json.WriteNumber("n", block.Number);
            json.WriteNumber("e", block.Ends);
            json.WriteNumber("k", block.Kept);
            json.WriteNumber("o", block.ByOperator ? 1 : 0);
        })));

    // How many were deleted, and a version above theirs.
    private async Task<(long Version, int Count)> DeleteAsync(SqlUnit unit, Catalogue catalogue, IReadOnlyCollection<(int Period, string Player)> keys)
    {
        List<StoredEntry> entries = await LockAsync(unit, keys);
        if (entries.Count > 0)
            await unit.ExecuteAsync(("scores_delete", Json.Keys(keys)));
        return (entries.Select(entry => entry.Version).Append(Math.Max(Now(), catalogue.Floor)).Max() + 1, entries.Count);
    }

    private List<StoredEntry> Raised(List<StoredEntry> entries, Catalogue catalogue) =>
        entries.ConvertAll(entry => entry with { Version = Math.Max(Math.Max(Now(), catalogue.Floor + 1), entry.Version + 1) });

    private async Task ProjectAsync(List<StoredEntry> entries, Catalogue catalogue)
    {
        foreach (StoredEntry entry in entries)
        {
            if (catalogue.Periods.TryGetValue(entry.Period, out StoredPeriod? period) && !await ranks.ProjectAsync(period, [entry], catalogue.Hidden.Contains))
                rebuilds.Want(period);
        }
    }

    private static async Task<List<StoredEntry>> LockAsync(SqlUnit unit, IReadOnlyCollection<(int Period, string Player)> keys)
    {
        var entries = new List<StoredEntry>();
        await using DbDataReader rows = await unit.ReadAsync(("rows", Json.Keys(keys)));
        while (await rows.ReadAsync(unit.Cancellation))
            entries.Add(ScoreConsumer.EntryOf(rows));
        return entries;
    }

    private long Now() => clock.Now() / TimeSpan.TicksPerMicrosecond;
}
