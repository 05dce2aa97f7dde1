using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Cli.Mappings;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Tests.Harness;
using CliRowIds = LiveOps.Cli.Mappings.RowIds;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>How texts of rows become numbers, times and ids.</summary>
public sealed class What_mappings_make_of_rows
{
    [Theory]
    [InlineData("1234", '.', null, "1234")]
    [InlineData("-0.5", '.', null, "-0.5")]
    [InlineData("1.234.567,25", ',', '.', "1234567.25")]
    [InlineData("1 234", '.', ' ', "1234")]
    [InlineData("1.23", ',', '.', null)]
    [InlineData("1.234", '.', ',', "1.234")]
    [InlineData("12,34", '.', ',', null)]
    [InlineData("1234,567", '.', ',', null)]
    [InlineData(",123", '.', ',', null)]
    [InlineData("1,", '.', ',', null)]
    [InlineData("1..2", '.', null, null)]
    [InlineData("1e3", '.', null, null)]
    [InlineData("٣", '.', null, null)]
    [InlineData("", '.', null, null)]
    [InlineData("-", '.', null, null)]
    [InlineData("1,2,3", ',', null, null)]
    public void A_number_is_one_of_the_form_that_is_said_and_no_other(string text, char point, char? group, string? number)
    {
        Assert.Equal(number is not null, new NumberShape(point, group).TryRead(text, out decimal read));
        if (number is not null)
            Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("rfc3339", "UTC", "2026-11-20T09:30:00+09:00", "2026-11-20T00:30:00Z")]
    [InlineData("rfc3339", "UTC", "2026-11-20T09:30:00", null)]
    [InlineData("unix", "UTC", "1795600000", "2026-11-25T09:46:40Z")]
    [InlineData("unix-ms", "UTC", "1795600000000", "2026-11-25T09:46:40Z")]
    [InlineData("unix", "UTC", "99999999999999999", null)]
    [InlineData("yyyy-MM-dd HH:mm:ss", "Asia/Seoul", "2026-11-20 09:30:00", "2026-11-20T00:30:00Z")]
    [InlineData("dd.MM.yyyy HH:mm", "Europe/Berlin", "20.07.2026 09:30", "2026-07-20T07:30:00Z")]
    [InlineData("yyyy-MM-dd HH:mm", "Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z")]
    [InlineData("yyyy-MM-dd HH:mm", "Europe/Berlin", "2026-03-29 02:30", null)]
    [InlineData("yyyy-MM-dd HH:mm zzz", "Europe/Berlin", "2026-03-29 02:30 -05:00", "2026-03-29T07:30:00Z")]
    [InlineData("yyyy-MM-dd HH:mm", "UTC", "2026-02-30 02:30", null)]
    [InlineData("yyyy-MM-ddTHH:mm:ssK", "Asia/Seoul", "2026-11-20T09:30:00", "2026-11-20T00:30:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ssK", "Asia/Seoul", "2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ssK", "Asia/Seoul", "2026-11-20T09:30:00-05:00", "2026-11-20T14:30:00Z")]
    public void A_time_is_read_by_the_clock_that_hung_where_it_was_written(string format, string zone, string text, string? time)
    {
        var shape = new TimeShape(format, TimeZoneInfo.FindSystemTimeZoneById(zone));
        if (time is null)
            Assert.Throws<FormatException>(() => shape.Read(text));
        else
            Assert.Equal(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), shape.Read(text));
    }

    [Fact]
    public void Rows_have_the_events_and_ids_that_the_tool_gives_them()
    {
        const string Fields = """
            {"playerId":"who","board":{"value":"high"},"score":{"from":["points","score"],"times":1000},"counter":"what","amount":"amount","bossId":"boss","itemId":{"from":"item","replace":{"1":"sword"}},"occurredAt":"when","id":"id"}
            """;
        string[] rows =
        [
            """{"who":"ada","score":"1.5","when":"2026-11-20T09:30:00Z"}""", """{"who":"ada","score":"1.5","when":"2026-11-20T09:30:00Z"}""", """{"who":"ada","amount":"7","when":"2026-11-20T09:30:00.1234567+09:00"}""",
            """{"who":"b b","amount":"7","what":"races","when":"2026-11-20T09:30:00Z"}""", """{"who":"ada","boss":"dragon","when":"2026-11-20T09:30:00Z"}""", """{"who":"ada","item":"1","when":"2026-11-20T09:30:00Z"}""",
            """{"who":"ada","item":"2","id":"a b","when":"2026-11-20T09:30:00Z"}""", """{"who":"ada","item":"2","id":"own-1","when":"2026-11-20T09:30:00Z"}""",
        ];
        IntakePolicy policy = IntakePolicyReader.Parse(Encoding.UTF8.GetBytes("""{"sources":{"a":{"format":"csv","playerIds":"encode","rowIds":"occurrence","fields":FIELDS,"proof":{"basic":{"user":"a"}}}}}""".Replace("FIELDS", Fields, StringComparison.Ordinal)));
        var here = new RowMapper(policy.Sources[0], TimeProvider.System);
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("mapping.json"), $$"""{"playerIds":"encode","fields":{{Fields}} }""");
        var there = new EventMapper(MappingFile.Read(folder.File("mapping.json")));
        var ids = new CliRowIds();

        foreach (string text in rows)
        {
            JsonElement row = JsonElement.Parse(text);
            JsonElement one = Write(here, row);
            LiveOps.Client.Events.GameEvent other = ids.Identify(there.Map(name => Field(row, name)));
            Assert.Equal((other.Id, other.PlayerId, other.At), (one.GetProperty("id").GetString(), one.GetProperty("playerId").GetString(), one.GetProperty("occurredAt").GetDateTimeOffset()));
        }
    }

    [Fact]
    public void A_prefix_stands_before_ids_of_rows_own_and_a_row_that_is_too_old_is_none()
    {
        IntakePolicy policy = IntakePolicyReader.Parse(
            """{"sources":{"a":{"format":"csv","idPrefix":"shop.","maxAgeHours":12,"fields":{"playerId":"who","amount":"n","id":"id","occurredAt":"at"},"proof":{"basic":{"user":"a"}}}}}"""u8.ToArray());
        var mapper = new RowMapper(policy.Sources[0], new ManualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal("shop.1001", Write(mapper, JsonElement.Parse("""{"who":"ada","n":"1","id":"1001","at":"2026-11-20T00:00:00Z"}""")).GetProperty("id").GetString());
        Assert.Equal("shop.1001", Write(mapper, JsonElement.Parse("""{"who":"ada","n":"1","id":"1001"}""")).GetProperty("id").GetString());
        Assert.Throws<FormatException>(() => Write(mapper, JsonElement.Parse("""{"who":"ada","n":"1","id":"1001","at":"2026-11-19T23:59:59Z"}""")));
    }

    private static JsonElement Write(RowMapper mapper, JsonElement row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            mapper.Write(name => Field(row, name), writer);
        return JsonElement.Parse(stream.ToArray());
    }

    private static string? Field(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement field) ? field.GetString() : null;
}
