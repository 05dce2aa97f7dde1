using System.Globalization;
using System.Text;
using LiveOps.Core.Events;

namespace LiveOps.Tests.Core.Events;

/// <summary>What is written plainly is read to the same events as by the full JSON reader, or left to it.</summary>
public sealed class Plainly_written_events
{
    private static readonly string[] Pieces =
    [
        "\"id\":\"e1\"", "\"playerId\":\"p1\"", "\"type\":\"xp_gained\"", "\"type\":\"boss_killed\"", "\"type\":\"item_acquired\"", "\"type\":\"score_submitted\"", "\"type\":\"counter_added\"", "\"data\":{\"counter\":\"races\",\"amount\":-2}",
        "\"occurredAt\":\"2026-11-20T09:30:00Z\"", "\"occurredAt\":\"2026-02-29T09:30:00.1234567Z\"", "\"occurredAt\":\"0000-01-01T00:00:00Z\"", "\"data\":{\"amount\":250}", "\"data\":{\"bossId\":\"dragon\"}",
        "\"data\":{\"itemId\":\"sword\",\"quantity\":3}", "\"data\":{\"board\":\"arena\",\"score\":-7}", "{", "}", "[", "]", ",", ":", "\"", " ", "\t\r\n", "\\u0069", "\"events\":[", "-", "0", "9",
        "9007199254740992", "9007199254740993", "1e2", ".5", "Z", "é", "\0", "/**/",
    ];

    private static readonly string[] Times =
    [
        "2026-11-20T09:30:00Z", "2024-02-29T23:59:59Z", "2026-02-29T09:30:00Z", "1969-12-31T23:59:59.999Z", "2026-11-20T09:30:00.1Z", "2026-11-20T09:30:00.12Z", "2026-11-20T09:30:00.1239999Z",
        "2026-11-20T09:30:00.Z", "2026-11-20T09:30:00.12345678Z", "2026-11-20T24:00:00Z", "2026-11-20T23:60:00Z", "2026-11-20T23:59:60Z", "2026-00-20T09:30:00Z", "2026-11-00T09:30:00Z", "2026-11-31T09:30:00Z",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "0000-01-01T00:00:00Z", "x026-11-20T09:30:00Z", "20x6-11-20T09:30:00Z", "2026-1x-20T09:30:00Z", "2026-11-2xT09:30:00Z", "2026-11-20Tx9:30:00Z",
        "2026-11-20T09:3x:00Z", "2026-11-20T09:30:x0Z", "2026-11-20t09:30:00z", "2026-11-20 09:30:00Z", "2026-11-20T09:30Z", "2026-11-20T09:30:00+00:00", "2026-11-20T09:30:00", "Z", "",
    ];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "-1", "01", "-01", "00", "9007199254740992", "-9007199254740992", "9007199254740993", "-9007199254740993", "99999999999999999999", "1.0", "1e2", "+1", "- 1", "-", "", "0x1", "1 ", " 1", "\"1\"", "null"];

    private readonly EventIntake _plain = new(), _any = new();
    private readonly int _seed = int.Parse(Environment.GetEnvironmentVariable("LIVEOPS_SEED") ?? "20261121", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250}}""")]
    [InlineData(""" { "data" : { "score" : -5 , "board" : "arena" } ,"occurredAt":"2026-11-20T09:30:00.123Z" , "type":"score_submitted","playerId":"p1","id":"e1" } """)]
    [InlineData("""{"events":[{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":0}},{"id":"e2"}]}""")]
    [InlineData("""{"id":"e1","playerId":"p1","type":"counter_added","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":-3,"counter":"races"}}""")]
    public void What_games_send_is_read_here(string json) => Assert.True(SameOrLeft(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250},}""")]
    [InlineData("""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250,}}""")]
    [InlineData("""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250}}}""")]
    [InlineData("""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":2.5e2}}""")]
    [InlineData("""{"\u0069d":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250}}""")]
    [InlineData("""{"id":"e1","id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":250}}""")]
    [InlineData("""{"events":[]}""")]
    [InlineData("""{"events":[{"id":"e1"},]}""")]
    public void What_is_not_plain_is_left_to_the_other(string json) => Assert.False(SameOrLeft(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Times_and_numbers_mean_the_same_to_both_or_nothing_here()
    {
        int here = 0;
        foreach (string time in Times)
            here += SameOrLeft(Encoding.UTF8.GetBytes($$$"""{"id":"e1","playerId":"p1","type":"xp_gained","occurredAt":"{{{time}}}","data":{"amount":250}}""")) ? 1 : 0;
        Assert.Equal(8, here);
        here = 0;
        foreach (string number in Numbers)
            here += SameOrLeft(Encoding.UTF8.GetBytes($$$"""{"id":"e1","playerId":"p1","type":"score_submitted","occurredAt":"2026-11-20T09:30:00Z","data":{"board":"arena","score":{{{number}}}}}""")) ? 1 : 0;
        Assert.Equal(8, here);
    }

    [Fact]
    public void However_a_body_is_changed_both_read_the_same_or_this_one_gives_up()
    {
        var random = new Random(_seed);
        int here = 0, left = 0;
        for (int i = 0; i < 300_000; i++)
        {
            if (SameOrLeft(Encoding.UTF8.GetBytes(Changed(random))))
                here++;
            else
                left++;
        }

        Assert.True(here > 20_000 && left > 20_000, $"seed {_seed}: {here} were read here, {left} not");
    }

    private static string Changed(Random random)
    {
        string[] types = ["xp_gained", "boss_killed", "item_acquired", "score_submitted", "counter_added"];
        string[] data = ["\"amount\":5", "\"bossId\":\"dragon\"", "\"itemId\":\"sword\",\"quantity\":3", "\"board\":\"arena\",\"score\":-7"];
        string One()
        {
            int type = random.Next(4), of = random.Next(8) == 0 ? random.Next(4) : type;
            string[] properties = [$"\"id\":\"e{random.Next(99)}\"", "\"playerId\":\"p1\"", $"\"type\":\"{types[type]}\"", "\"occurredAt\":\"2026-11-20T09:30:00Z\"", $"\"data\":{{{data[of]}}}"];
            random.Shuffle(properties);
            return $"{{{string.Join(random.Next(4) == 0 ? " , " : ",", properties)}}}";
        }

        var body = new StringBuilder(random.Next(2) == 0 ? One() : $"{{\"events\":[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => One()))}]}}");
        for (int changes = random.Next(4); changes > 0 && body.Length > 0; changes--)
        {
            int at = random.Next(body.Length);
            switch (random.Next(4))
            {
                case 0:
                    body.Remove(at, Math.Min(body.Length - at, random.Next(1, 12)));
                    break;
                case 1:
                    body.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    body[at] = (char)random.Next(1, 128);
                    break;
                default:
                    body.Insert(random.Next(body.Length), body.ToString(at, Math.Min(body.Length - at, random.Next(1, 40))));
                    break;
            }
        }

        return body.ToString();
    }

    // Whether it was read here; then to the same.
    private bool SameOrLeft(byte[] json)
    {
        _plain.Clear();
        var plain = new PlainEvents(json);
        if (!plain.TryRead(_plain, out EventBody kind))
            return false;
        EventBody expected = EventReader.ReadAnything(json, _any, out _);
        string text = $"seed {_seed}: {Encoding.UTF8.GetString(json)}";
        Assert.True(expected == kind, text);
        Assert.True(_any.Events.Seal(0).Bytes.Span.SequenceEqual(_plain.Events.Seal(0).Bytes.Span), text);
        Assert.True(_any.Rejected.SequenceEqual(_plain.Rejected), text);
        for (int i = 0; i < _any.Events.Count; i++)
            Assert.True(_any.IndexOf(i) == _plain.IndexOf(i), text);
        return true;
    }
}
