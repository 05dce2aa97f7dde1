using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>Reads closed periods from the database. A hidden player's row is left out and the ranks behind it close up; that of one erased while hidden too.</summary>
internal sealed class ClusterArchives(SqlDatabase<LeaderboardContext> database)
{
    private readonly BoundedMemory<(int Period, int Offset, int Limit, long Version), KeptPage> _pages = new();

    /// <summary>The archived period of a name; null when there is none.</summary>
    public Task<PeriodRow?> FindAsync(string board, WindowKind window, string name)
    {
        short win = (short)window;
        return database.ReadAsync(
            "archive_read",
            (context, token) => context.Periods.SingleOrDefaultAsync(
                row => row.Board == board && row.Win == win && row.Name == name && (row.State == PeriodState.Archived || row.State == PeriodState.Done), token),
            default);
    }

    /// <summary>A page of an archived period, kept for as long as the catalogue does not move: nothing else changes it.</summary>
    public async Task<PageBody> PageAsync(PeriodRow period, PageHead head, int offset, int limit, long version)
    {
        KeptPage kept = _pages.GetOrAdd((period.Id, offset, limit, version), static () => new KeptPage());
        if (kept.Body is { } body)
            return body;
        (int[] hidden, ArchivedRow[] found) = await ReadAsync(period.Id, Math.Min(offset, period.Total), limit); // behind all rows, however far
        RowBuffer rows = RowBuffer.Rent();
        Copy(rows, offset, found);
        return kept.Body = PageWriter.Write(head, Bounds(period), period.Total - hidden.Length, rows);
    }

    /// <summary>Copies the rows around a player; false when the player has no rank.</summary>
    public async Task<bool> AroundAsync(PeriodRow period, string player, int count, RowBuffer rows)
    {
        int id = period.Id;
        int? position = await database.ReadAsync(
            "archive_read",
            (context, token) => context.Archived.Where(row => row.Period == id && row.Player == player).Select(row => (int?)row.Position).SingleOrDefaultAsync(token),
            default);
        if (position is not { } at)
            return false;
        int[] hidden = await database.ReadAsync("archive_read", (context, token) => HiddenAsync(context, id, token), default);
        int before = Array.BinarySearch(hidden, at);
        if (before >= 0)
            return false;
        int first = Math.Max(0, Math.Min(at - ~before - count / 2, period.Total - hidden.Length - count));
        Copy(rows, first, (await ReadAsync(id, first, count)).Rows);
        return true;
    }

    /// <summary>The archived periods of a window, the one closed last first, with how many are ranked in each.</summary>
    public Task<(PeriodRow Period, int Ranked)[]> ListAsync(string board, WindowKind window)
    {
        short win = (short)window;
        return database.ReadAsync(
            "archive_read",
            async (context, token) =>
            {
                PeriodRow[] periods = await context.Periods
                    .Where(row => row.Board == board && row.Win == win && (row.State == PeriodState.Archived || row.State == PeriodState.Done))
                    .OrderByDescending(row => row.ClosedNo).ToArrayAsync(token);
                var hidden = await context.Hidden.Join(context.Archived, h => h.Player, a => a.Player, (h, a) => a.Period)
                    .Concat(context.Gone.Select(row => row.Period)).GroupBy(period => period)
                    .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, token);
                return Array.ConvertAll(periods, period => (period, period.Total - hidden.GetValueOrDefault(period.Id)));
            },
            default);
    }

    /// <summary>Copies the champions of closed periods, the one closed last first.</summary>
    public Task HallAsync(string board, WindowKind? window, int offset, int limit, int champions, RowBuffer rows, List<RowPlace> places)
    {
        short? win = (short?)window;
        return database.ReadAsync(
            "archive_read",
            async (context, token) =>
            {
                PeriodRow[] periods = await context.Periods
                    .Where(row => row.Board == board && (win == null || row.Win == win) && row.State >= PeriodState.Archived && row.State <= PeriodState.Cut
                        && !context.Cancelled.Any(cancelled => cancelled.Period == row.Id))
                    .OrderByDescending(row => row.ClosedNo).Skip(offset).Take(limit).ToArrayAsync(token);
                List<int> ids = [.. periods.Select(row => row.Id)];
                ArchivedRow[] best = await context.Archived.Where(row => ids.Contains(row.Period) && row.Position < Closing.Keeping.Best).ToArrayAsync(token);
                HashSet<string> hidden = [.. await context.Hidden.Select(row => row.Player).ToArrayAsync(token)];
                HashSet<(int, int)> gone = [.. (await context.Gone.Where(row => ids.Contains(row.Period) && row.Position < Closing.Keeping.Best).ToArrayAsync(token)).Select(row => (row.Period, row.Position))];
                ILookup<int, ArchivedRow> byPeriod = best.OrderBy(row => row.Position).ToLookup(row => row.Period);
                rows.Clear();
                places.Clear();
                foreach (PeriodRow period in periods)
                {
                    ArchivedRow[] seen = [.. byPeriod[period.Id]
                        .Where(row => (row.Player is null || !hidden.Contains(row.Player)) && !gone.Contains((row.Period, row.Position))).Take(champions)];
                    Copy(rows, 0, seen);
                    foreach (ArchivedRow _ in seen)
                        places.Add(new RowPlace(board, (WindowKind)period.Win, period.Name));
                }

                return true;
            },
            default);
    }

    /// <summary>A row's period.</summary>
    public static Period Bounds(PeriodRow row) => new(row.Name, row.Opens, row.Closes);

    private Task<(int[] Hidden, ArchivedRow[] Rows)> ReadAsync(int period, int offset, int limit) => database.ReadAsync(
        "archive_read",
        async (context, token) =>
        {
            int[] hidden = await HiddenAsync(context, period, token);
            // The position of a rank: as many further on as hidden ones lie before it.
            int position = offset;
            foreach (int _ in hidden.TakeWhile(hiddenAt => hiddenAt <= position))
                position++;
            List<int> left = [.. hidden.Where(hiddenAt => hiddenAt >= position)];
            ArchivedRow[] rows = await context.Archived
                .Where(row => row.Period == period && row.Position >= position && !left.Contains(row.Position))
                .OrderBy(row => row.Position).Take(limit).ToArrayAsync(token);
            return (hidden, rows);
        },
        default);

    private static Task<int[]> HiddenAsync(LeaderboardContext context, int period, CancellationToken cancellation) => context.Hidden
        .Join(context.Archived.Where(row => row.Period == period), h => h.Player, a => a.Player, (h, a) => a.Position)
        .Concat(context.Gone.Where(row => row.Period == period).Select(row => row.Position))
        .OrderBy(position => position).ToArrayAsync(cancellation);

    private static void Copy(RowBuffer rows, int first, ArchivedRow[] found)
    {
        Span<byte> id = stackalloc byte[Core.Ids.IdRule.MaxLength];
        foreach (ArchivedRow row in found)
            rows.Add(++first, row.Score, row.AchievedAt, row.Player is null ? default : id[..System.Text.Encoding.ASCII.GetBytes(row.Player, id)]);
    }

    private sealed class KeptPage
    {
        public PageBody? Body { get; set; }
    }
}
