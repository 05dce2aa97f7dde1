using System.Text.Json;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Pages;

/// <summary>Writes a page as it is sent.</summary>
internal static class PageWriter
{
    /// <summary>A page; of a period in which nobody has scored, or of the time between two seasons, without rows.</summary>
    public static PageBody Write(PageHead head, Period? period, int total, RowBuffer rows, long? nextOpens = null)
    {
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        json.WriteString("board", head.Board);
        json.WriteString("window", WindowKinds.Name(head.Window));
        WritePeriod(json, period, nextOpens);
        if (head.Final is { } final)
            json.WriteBoolean("final", final);
        if (head.Cancelled)
            json.WriteBoolean("cancelled", true);
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
