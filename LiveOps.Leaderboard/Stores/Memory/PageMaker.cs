using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>Makes the pages of a ranking, each once per change, however many ask for it at the same time.</summary>
internal static class PageMaker
{
    /// <summary>A page of a period, cached or made.</summary>
    public static PageBody Get(LeaderboardState state, IStandings standings, PageHead head, int offset, int limit)
    {
        CachedPage? page;
        lock (state.Gate)
            page = standings.Pages.Find(offset, limit, head.Final);
        if (page is null)
        {
            var fresh = new CachedPage(offset, limit, head.Final);
            lock (fresh.Making)
            {
                RowBuffer rows = RowBuffer.Rent();
                int total = 0;
                lock (state.Gate)
                {
                    page = standings.Pages.Find(offset, limit, head.Final);
                    if (page is null)
                    {
                        total = standings.Total;
                        standings.CopyTo(rows, offset, limit, state.Players);
                        fresh.End = standings.EndOf((int)Math.Min((long)offset + limit, int.MaxValue));
                        state.Cache.Add(fresh, standings.Pages);
                    }
                }

                if (page is null)
                    return fresh.Body = PageWriter.Write(head, standings.Period, total, rows);
            }
        }

        if (page.Body is { } made)
            return made;
        lock (page.Making)
            return page.Body ?? throw new InvalidOperationException("the page could not be made by the request before");
    }
}
