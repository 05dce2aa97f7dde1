using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Boards;

/// <summary>What was before and what is now, as the audit has it.</summary>
internal static class AuditJson
{
    /// <summary>What is left of a dropped board; also of one that is made anew at once.</summary>
    public const string Dropped = """{"periods":0,"scores":0}""";

    public static string Hidden(bool byOperator) => byOperator ? """{"hidden":true}""" : """{"hidden":false}""";

    /// <summary>The scores that were removed.</summary>
    public static string Scores(IEnumerable<(string Period, long Score, long At)> scores) => Write(json =>
    {
        json.WriteStartArray("scores");
        foreach ((string period, long score, long at) in scores)
        {
            json.WriteStartObject();
            json.WriteString("period", period);
            json.WriteNumber("score", score);
            json.WriteString("achievedAt", UnixTicks.ToUtc(at));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The period that ran.</summary>
    public static string Before(RolledOver rolled) => Write(json =>
    {
        json.WriteString("period", rolled.Ended.Name);
        json.WriteString("closesAt", UnixTicks.ToUtc(rolled.Left.Closes));
    });

    /// <summary>The period that ended, and the one that runs.</summary>
    public static string After(RolledOver rolled) => Write(json =>
    {
        json.WriteString("ended", rolled.Ended.Name);
        json.WriteString("closedAt", UnixTicks.ToUtc(rolled.Ended.Closes));
        json.WriteString("period", rolled.Left.Name);
    });

    /// <summary>What a dropped board had.</summary>
    public static string Before(DroppedBoard dropped) => string.Create(CultureInfo.InvariantCulture, $$"""{"periods":{{dropped.Periods}},"scores":{{dropped.Scores}}}""");

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
