using System.Text;
using System.Text.Json;
using LiveOps.Client.Json;

namespace LiveOps.Tests.Client;

/// <summary>The client's own reader of JSON, held against the platform's.</summary>
public sealed class Json_of_answers
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ":", ",", "\"a\"", "\"\\u00e9\\n\\\"\"", "\"é✓\"", "\"\\ud83d\\ude00\"", "1", "-20", "1.5e3", "true", "false", "null", " ", "\n", "\"", "\\", "x", "\"k\":", "{\"k\":1}", "[1,2]"];

    [Fact]
    public void What_is_JSON_reads_as_the_platform_reads_it_and_what_is_none_is_refused()
    {
        var random = new Random(20261129);
        int whole = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string text = round % 4 == 0 ? Valid(random, 0) : string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            byte[] json = Encoding.UTF8.GetBytes(text);
            JsonDocument? theirs = Theirs(json);
            JsonValue? ours = Ours(json);
            if (theirs is not null)
            {
                whole++;
                Assert.True(ours is not null && Same(theirs.RootElement, ours), text);
            }
            else if (ours is not null)
            {
                // Numbers are read a little more kindly: 01, 1. and +1.
                Assert.Contains(text, char.IsAsciiDigit);
            }
        }

        Assert.True(whole > 5_000);
    }

    [Fact]
    public void What_is_nested_too_deep_or_is_no_UTF_8_is_refused()
    {
        Assert.Throws<FormatException>(() => JsonReader.Read(Encoding.UTF8.GetBytes(new string('[', 100_000))));
        Assert.Throws<FormatException>(() => JsonReader.Read([(byte)'"', 0xC3, 0x28, (byte)'"']));
        Assert.Throws<FormatException>(() => JsonReader.Read("\"a\0b\""u8));
        Assert.Throws<FormatException>(() => JsonReader.Read([]));
    }

    private static string Valid(Random random, int depth) => random.Next(depth > 3 ? 4 : 6) switch
    {
        0 => "\"" + (new[] { "a", "\\u00e9\\n\\\"", "é✓", "\\ud83d\\ude00" })[random.Next(4)] + "\"",
        1 => $"{random.Next(-1000, 1000)}",
        2 => "true",
        3 => "null",
        4 => "[" + string.Join(" , ", Enumerable.Range(0, random.Next(4)).Select(_ => Valid(random, depth + 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(n => $"\"m{n}\" :{Valid(random, depth + 1)}")) + " }",
    };

    private static JsonDocument? Theirs(byte[] json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonValue? Ours(byte[] json)
    {
        try
        {
            return JsonReader.Read(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool Same(JsonElement theirs, JsonValue ours) => theirs.ValueKind switch
    {
        JsonValueKind.Object => theirs.EnumerateObject().Select(member => member.Name).SequenceEqual(ours.Members.Select(member => member.Key))
            && theirs.EnumerateObject().Zip(ours.Members).All(pair => Same(pair.First.Value, pair.Second.Value)),
        JsonValueKind.Array => theirs.GetArrayLength() == ours.Items.Count && theirs.EnumerateArray().Zip(ours.Items).All(pair => Same(pair.First, pair.Second)),
        JsonValueKind.String => theirs.GetString() == ours.Text,
        JsonValueKind.Number => theirs.TryGetInt64(out long whole) && !theirs.GetRawText().Contains('e', StringComparison.Ordinal) ? ours.Whole == whole : ours.Kind == JsonKind.Number,
        JsonValueKind.True => ours.Kind == JsonKind.True,
        JsonValueKind.False => ours.Kind == JsonKind.False,
        _ => ours.Kind == JsonKind.Null,
    };
}
