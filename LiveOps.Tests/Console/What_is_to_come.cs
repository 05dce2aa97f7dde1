using System.Text;
using LiveOps.Console.Calendar;
using LiveOps.Console.Services;
using LiveOps.Core.Windows;

namespace LiveOps.Tests.Console;

/// <summary>What the calendar makes of boards and their document.</summary>
public sealed class What_is_to_come
{
    private const string Boards = """
        {"total":2,"boards":[
          {"board":"cup","timeZone":"UTC","windows":[{"window":"seasonal","period":"s1","opensAt":"2026-11-01T00:00:00Z","closesAt":"2026-12-04T00:00:00Z"}]},
          {"board":"pause","timeZone":"Asia/Seoul","windows":[{"window":"seasonal","period":null,"opensAt":"2026-12-05T15:00:00Z","closesAt":null}]}]}
        """;

    private const string Document = """
        {"default":{"windows":["daily","seasonal"],"seasons":"quarters"},
         "boards":{
           "cup":{"seasons":[
             {"id":"s1","opensAt":"2026-11-01","closesAt":"2026-12-04"},{"id":"s2","opensAt":"2026-12-05","closesAt":"2026-12-09"},{"id":"s3","opensAt":"2026-12-09T06:00:00+09:00","closesAt":"2027-02-01"},
             {"id":"off","opensAt":"2026-12-06","closesAt":"2026-12-07","cancelled":true}]},
           "pause":{"seasons":[{"id":"p1","opensAt":"2026-12-06","closesAt":"2026-12-07"}]},
           "new":{"timeZone":"Asia/Seoul","seasons":[{"id":"n1","opensAt":"2026-12-06","closesAt":"2026-12-08"}]},
           "days":{"windows":["daily"],"seasons":[{"id":"d1","opensAt":"2026-12-06","closesAt":"2026-12-08"}]}}}
        """;

    private static readonly DateTimeOffset End = new(2026, 12, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Seasons_that_open_and_close_after_the_running_one_are_told_and_none_twice() => Assert.Equal(
        [
            "2026-12-04T00:00Z cup s1 closes", "2026-12-04T00:00Z ladder closes", "2026-12-05T00:00Z cup s2 opens", "2026-12-05T15:00Z new n1 opens", "2026-12-05T15:00Z pause opens", "2026-12-06T15:00Z pause p1 closes",
            "2026-12-07T15:00Z new n1 closes", "2026-12-08T21:00Z cup s3 opens", "2026-12-09T00:00Z cup s2 closes", "2026-12-09T00:00Z ladder closes",
        ],
        Periods.Of(Json(Boards), Json(Document), Json("{}"), Json("""{"leagues":{"ladder":{"board":"cup","window":"seasonal"}}}"""), End)
            .Where(one => one.At >= new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero) && one.At < End)
            .Select(one => $"{one.At.UtcDateTime:yyyy-MM-ddTHH:mm}Z {one.Of} {one.What}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Africa/Cairo", "2027-04-27")] // midnight of the 30th is skipped
    [InlineData("America/Santiago", "2027-09-01")] // and that of the 5th
    [InlineData("America/Havana", "2027-11-04")] // that of the 7th comes twice
    [InlineData("Europe/Berlin", "2027-03-25")]
    [InlineData("Pacific/Apia", "2011-12-28")] // the 30th was left out
    public void Days_go_on_closing_when_the_services_close_them(string zone, string from)
    {
        var expected = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(zone));
        DateOnly first = DateOnly.ParseExact(from, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        DateTimeOffset[] days = [.. GameDays.Of(zone).After(GameDays.Of(zone).StartOf(first), 1, DateTimeOffset.MaxValue)];

        Assert.Equal(28, days.Length);
        Assert.Equal(Enumerable.Range(1, 28).Select(n => UnixTicks.ToUtc(expected.StartOf(first.AddDays(n)))), days.Select(day => day.UtcDateTime));
    }

    private static Answer Json(string json) => Answer.Of(200, "application/json", Encoding.UTF8.GetBytes(json), "");
}
