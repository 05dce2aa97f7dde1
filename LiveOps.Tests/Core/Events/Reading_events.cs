using System.Text;
using LiveOps.Core.Events;

namespace LiveOps.Tests.Core.Events;

public sealed class Reading_events
{
    private const string Xp = """{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250}}""";

    private readonly EventIntake _intake = new();

    [Fact]
    public void Every_type_is_read_with_its_subject_and_value()
    {
        Assert.Equal(EventBody.Batch, Read("""
            {"events":[
              {"id":"a","playerId":"p","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250}},
              {"id":"b","playerId":"p","type":"boss_killed","occurredAt":"2026-11-20T09:30:00.123Z","data":{"bossId":"dragon"}},
              {"id":"c","playerId":"p","type":"item_acquired","occurredAt":"2026-11-20T10:30:00+01:00","data":{"itemId":"sword","quantity":3}},
              {"id":"d","playerId":"q","type":"score_submitted","occurredAt":"2026-11-20T09:30:00Z","data":{"board":"arena","score":-9007199254740992}}]}
            """));
        Assert.Equal(
            [
                "a p XpGained  250 1795167000000",
                "b p BossKilled dragon 1 1795167000123",
                "c p ItemAcquired sword 3 1795167000000",
                "d q ScoreSubmitted arena -9007199254740992 1795167000000",
            ],
            Valid());
        Assert.Empty(_intake.Rejected);
    }

    [Theory]
    [InlineData("""{"data":{"amount":250},"occurredAt":"2026-11-20T09:30:00Z","type":"xp_gained","playerId":"p1","id":"e1"}""")]
    [InlineData("""{"id":"e1","new":{"deep":[1,{"er":null}]},"playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"x":[],"amount":250}}""")]
    [InlineData("""{"\u0069d":"\u00651","playerId":"p1","type":"xp\u005fgained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250.0}}""")]
    [InlineData("""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":2.5e2},"\ud800":1}""")]
    public void Order_escapes_unknown_properties_and_the_way_a_whole_number_is_written_do_not_matter(string json)
    {
        Assert.Equal(EventBody.One, Read(json));
        Assert.Equal(["e1 p1 XpGained  250 1795167000000"], Valid());
    }

    [Theory]
    [InlineData("2026-11-20T09:30:00\\u002B00:00")]
    [InlineData("2026-11-20T18:30:00\\u002b09:00")]
    [InlineData("2026-11-20t09:30:00z")]
    [InlineData("2026-11-20T09:30:00\\u005a")]
    [InlineData("\\u0032026-11-20\\u007409:30:00.000\\u007a")]
    public void A_time_may_be_written_with_escapes_and_small_letters(string time)
    {
        Assert.Equal(EventBody.One, Read(Xp.Replace("2026-11-20T09:30:00Z", time, StringComparison.Ordinal)));
        Assert.Equal(["e1 p1 XpGained  250 1795167000000"], Valid());
    }

    [Fact]
    public void A_byte_order_mark_before_a_body_is_passed_over()
    {
        Assert.Equal(EventBody.One, Read("\u00ef\u00bb\u00bf" + Xp));
        Assert.Equal(["e1 p1 XpGained  250 1795167000000"], Valid());
    }

    [Fact]
    public void Every_text_of_an_event_may_be_written_with_escapes_at_once()
    {
        string id = string.Concat(Enumerable.Repeat("\\u0061", 64));
        string all = $$$"""{"id":"{{{id}}}","playerId":"{{{id}}}","type":"{{{id}}}","occurredAt":"2026-11-20T09:30:00Z","data":{"bossId":"{{{id}}}","itemId":"{{{id}}}","board":"{{{id}}}","counter":"{{{id}}}"}}""";
        Assert.Equal(EventBody.Batch, Read($$"""{"events":[{{all}},{{Xp}}]}"""));
        Assert.StartsWith("type must be", Assert.Single(_intake.Rejected).Detail, StringComparison.Ordinal);
        Assert.Single(Valid());
    }

    [Theory]
    [InlineData(61, null)]
    [InlineData(62, "a property is nested deeper than 64.")]
    [InlineData(100_000, "a property is nested deeper than 64.")]
    public void A_property_that_is_nested_too_deep_costs_its_event_and_no_other(int deep, string? detail)
    {
        string property = $"\"x\":{new string('[', deep)}1{new string(']', deep)},";
        Assert.Equal(EventBody.Batch, Read($$"""{"events":[{{Xp.Replace("\"id\"", property + "\"id\"", StringComparison.Ordinal)}},{{Xp}}]}"""));
        Assert.Equal(detail, _intake.Rejected.Select(rejection => rejection.Detail).SingleOrDefault());
        Assert.Equal(detail is null ? 2 : 1, Valid().Count);
    }

    [Theory]
    [InlineData("\"id\":\"e1\"", "\"id\":\"\"", "id must be")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"e 1\"", "id must be")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"\\ud800\"", "id must be")]
    [InlineData("\"id\":\"e1\"", "\"id\":7", "id must be")]
    [InlineData("\"id\":\"e1\"", "\"id\":\".\"", "id must be 1 to 64 characters of [A-Za-z0-9_.:-], and not . or ..")]
    [InlineData("\"playerId\":\"p1\"", "\"playerId\":\"..\"", "playerId must be")]
    [InlineData("\"playerId\":\"p1\"", "\"playerId\":\"\\u002e.\"", "playerId must be")]
    [InlineData("\"type\":\"xp_gained\"", "\"type\":\"xp\\udc00gained\"", "type must be")]
    [InlineData("2026-11-20T09:30:00Z", "2026-11-20T09:30:00\\ud800Z", "occurredAt must be")]
    [InlineData("2026-11-20T09:30:00Z", "\\udfff", "occurredAt must be")]
    [InlineData("2026-11-20T09:30:00Z", "2026-11-20T09:30:00\\u002B", "occurredAt must be")]
    [InlineData("2026-11-20T09:30:00Z", "\\\"\\\"", "occurredAt must be")]
    [InlineData("\"id\":\"e1\"", "\"id\":{\"id\":\"e1\"}", "id must be")]
    [InlineData("\"id\":\"e1\"", "\"id\":\"e1\",\"id\":\"e1\"", "twice")]
    [InlineData("\"id\":\"e1\",", "", "id is missing")]
    [InlineData("\"playerId\":\"p1\"", "\"playerId\":\"0123456789012345678901234567890123456789012345678901234567890123x\"", "playerId must be")]
    [InlineData("xp_gained", "xp_lost", "type must be")]
    [InlineData("2026-11-20T09:30:00Z", "2026-11-20T09:30:00", "occurredAt must be")]
    [InlineData("2026-11-20T09:30:00Z", "2026-13-20T09:30:00Z", "occurredAt must be")]
    [InlineData("\"2026-11-20T09:30:00Z\"", "1795167000", "occurredAt must be")]
    [InlineData("{\"amount\":250}", "[250]", "data must be an object")]
    [InlineData("{\"amount\":250}", "null", "data must be an object")]
    [InlineData("{\"amount\":250}", "{}", "data.amount is missing")]
    [InlineData("{\"amount\":250}", "{\"amount\":0}", "at least 1")]
    [InlineData("{\"amount\":250}", "{\"amount\":1.5}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":\"250\"}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":9007199254740993}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":1e400}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":1e-400}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":5e-324}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":0.9999999999999999999999999999999}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":1.0000000000000000000000000000000001}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":25e-1}", "whole number")]
    [InlineData("{\"amount\":250}", "{\"amount\":250,\"amount\":250}", "twice")]
    public void What_is_wrong_with_an_event_is_said_in_one_sentence(string part, string instead, string sentence)
    {
        Assert.Equal(EventBody.One, Read(Xp.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Empty(Valid());
        Assert.Contains(sentence, Assert.Single(_intake.Rejected).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"counter\":\"races\",\"amount\":1}", "e1 p1 CounterAdded races 1 1795167000000", null)]
    [InlineData("{\"amount\":-9007199254740992,\"counter\":\"races\"}", "e1 p1 CounterAdded races -9007199254740992 1795167000000", null)]
    [InlineData("{\"counter\":\"r\\u0061ces\",\"amount\":0}", "e1 p1 CounterAdded races 0 1795167000000", null)]
    [InlineData("{\"counter\":\"races\"}", null, "data.amount is missing.")]
    [InlineData("{\"amount\":1}", null, "data.counter is missing.")]
    [InlineData("{\"counter\":\"..\",\"amount\":1}", null, "data.counter must be 1 to 64 characters of [A-Za-z0-9_.:-], and not . or ...")]
    [InlineData("{\"counter\":\"races\",\"amount\":9007199254740993}", null, "data.amount must be a whole number within ±9007199254740992.")]
    [InlineData("{\"counter\":\"races\",\"amount\":0.5}", null, "data.amount must be a whole number within ±9007199254740992.")]
    public void A_counter_goes_up_and_down_by_whole_numbers(string data, string? read, string? wrong)
    {
        Assert.Equal(EventBody.One, Read(Xp.Replace("xp_gained", "counter_added", StringComparison.Ordinal).Replace("{\"amount\":250}", data, StringComparison.Ordinal)));
        Assert.Equal(read, Valid().SingleOrDefault());
        Assert.Equal(wrong, _intake.Rejected.Select(rejection => rejection.Detail).SingleOrDefault());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"events\":[]}")]
    [InlineData("{\"events\":{}}")]
    [InlineData("{\"events\":[],\"events\":[]}")]
    [InlineData("{\"id\":\"e1\",\"events\":[1]}")]
    [InlineData("{\"events\":[1]")]
    [InlineData("{\"events\":[1]}}")]
    [InlineData("{\"events\":[1],}")]
    public void A_body_that_is_neither_an_event_nor_a_batch_is_malformed(string json) => Assert.Equal(EventBody.Malformed, Read(json));

    [Fact]
    public void Nesting_without_end_is_malformed() => Assert.Equal(EventBody.Malformed, Read("{\"x\":" + new string('[', 5000)));

    [Fact]
    public void A_thousand_events_are_read_and_one_more_is_too_many()
    {
        Assert.Equal(EventBody.Batch, Read($"{{\"events\":[{string.Join(',', Enumerable.Repeat(Xp, 1000))}]}}"));
        Assert.Equal(1000, _intake.Events.Count);
        Assert.Equal(EventBody.TooMany, Read($"{{\"events\":[{string.Join(',', Enumerable.Repeat(Xp, 1001))}]}}"));
    }

    [Fact]
    public void An_item_that_is_no_object_is_rejected_in_its_place()
    {
        Assert.Equal(EventBody.Batch, Read($$"""{"events":[{{Xp}},7,[{"id":"x"}],{{Xp}}]}"""));
        Assert.Equal([1, 2], _intake.Rejected.Select(rejection => rejection.Index));
        Assert.Equal(3, _intake.IndexOf(1));
    }

    private EventBody Read(string json) => EventReader.Read(Encoding.Latin1.GetBytes(json), _intake, out _);

    private List<string> Valid()
    {
        var valid = new List<string>();
        foreach (GameEvent e in _intake.Events.Seal(0))
            valid.Add($"{Encoding.UTF8.GetString(e.Id)} {Encoding.UTF8.GetString(e.PlayerId)} {e.Type} {Encoding.UTF8.GetString(e.Subject)} {e.Value} {e.OccurredAt}");
        return valid;
    }
}
