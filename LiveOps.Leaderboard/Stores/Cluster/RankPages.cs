using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// Pages of running rankings, kept as bytes for as long as Redis says that nothing changed. Requests that come while it is being asked
/// share the answer, so the calls to Redis are bounded by its speed and not by the number of readers. A period that is given another end has other pages.
/// </summary>
internal sealed class RankPages(SharedRanks ranks)
{
    private readonly BoundedMemory<(int Period, long Closes, bool Descending, bool? Final, int Offset, int Limit), Kept> _pages = new();

    /// <summary>A page as it is now.</summary>
    public Task<PageBody> GetAsync(StoredPeriod period, PageHead head, int offset, int limit)
    {
        Kept kept = _pages.GetOrAdd((period.Id, period.Period.Closes, period.Board.Descending, head.Final, offset, limit), static () => new Kept());
        lock (kept)
        {
            if (kept.Asking is { IsCompleted: false } asking)
                return asking;
            return kept.Asking = AskAsync(kept, period, head, offset, limit);
        }
    }

    private async Task<PageBody> AskAsync(Kept kept, StoredPeriod period, PageHead head, int offset, int limit)
    {
        (string state, int total, StackExchange.Redis.RedisResult? members) = await ranks.PageAsync(period, offset, limit, kept.State);
        if (members is null)
            return kept.Body!;
        RowBuffer rows = RowBuffer.Rent();
        RankRow.CopyTo(rows, offset, members, period.Board);
        kept.Body = PageWriter.Write(head, period.Period, total, rows);
        kept.State = state;
        return kept.Body;
    }

    // Written by the one request that asks.
    private sealed class Kept
    {
        public Task<PageBody>? Asking { get; set; }

        public string State { get; set; } = "";

        public PageBody? Body { get; set; }
    }
}
