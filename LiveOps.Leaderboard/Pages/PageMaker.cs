using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Pages;

/// <summary>Makes the pages of a ranking, each once per change, however many ask for it at the same time.</summary>
internal static class PageMaker
{
    /// <summary>A page of a period, cached or made.</summary>
    public static PageBody Get(LeaderboardState state, IStandings standings, PageHead head, int offset, int limit)
    {
        CachedPage? page;
        lock (state.Gate)
            page = standings.Pages.Find(offset, limit);
        if (page is null)
        {
            var fresh = new CachedPage(offset, limit);
            lock (fresh.Making)
            {
                RowBuffer rows = RowBuffer.Rent();
                int total = 0;
                lock (state.Gate)
                {
                    page = standings.Pages.Find(offset, limit);
                    if (page is null)
                    {
                        total = standings.Total;
                        standings.CopyTo(rows, offset, limit, state.Players);
                        fresh.End = standings.EndOf((int)Math.Min((long)offset + limit, int.MaxValue));
                        state.Cache.Add(fresh, standings.Pages);
                    }
                }

                if (page is null)
                    return fresh.Body = Write(head, standings.Period, total, rows);
            }
        }

        if (page.Body is { } made)
            return made;
        lock (page.Making)
            return page.Body ?? throw new InvalidOperationException("the page could not be made by the request before");
    }

    /// <summary>The page of a period in which nobody has scored, or of the time between two seasons.</summary>
    public static PageBody Empty(PageHead head, Period? period, long? nextOpens) => Write(head, period, 0, RowBuffer.Rent(), nextOpens);

    private static PageBody Write(PageHead head, Period? period, int total, RowBuffer rows, long? nextOpens = null)
    {
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        json.WriteString("board", head.Board);
        json.WriteString("window", WindowKinds.Name(head.Window));
        WritePeriod(json, period, nextOpens);
        if (head.Final is { } final)
            json.WriteBoolean("final", final);
        json.WriteNumber("total", total);
        rows.WriteArray(json, "entries"u8);
        json.WriteEndObject();
        return new PageBody(JsonBuffer.Finish(json));
    }

    /// <summary>Writes <c>period</c>, <c>opensAt</c> and <c>closesAt</c>; between seasons only when the next one opens is known, if that.</summary>
    public static void WritePeriod(Utf8JsonWriter json, Period? period, long? nextOpens = null)
    {
        json.WriteString("period", period?.Name);
        WriteTime(json, "opensAt"u8, period?.Opens ?? nextOpens ?? long.MinValue);
        WriteTime(json, "closesAt"u8, period?.Closes ?? long.MaxValue);
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long instant)
    {
        if (instant is long.MinValue or long.MaxValue)
            json.WriteNull(name);
        else
            json.WriteString(name, UnixTicks.ToUtc(instant));
    }
}
