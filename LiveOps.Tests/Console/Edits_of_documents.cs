using LiveOps.Console.Edits;

namespace LiveOps.Tests.Console;

/// <summary>One value of a text is changed, and the rest stays as it stands.</summary>
public sealed class Edits_of_documents
{
    private const string Commented = """
        {
          // how many
          "a": 1, /* and */
          "b": { "c": [1, { "d": "x" }], "e/f~g": true },
          "last": null // the last
        }
        """;

    [Theory]
    [InlineData("/a", "20", "\"a\": 1,", "\"a\": 20,")]
    [InlineData("/b/c/1/d", "\"쪽\"", "\"d\": \"x\"", "\"d\": \"쪽\"")]
    [InlineData("/b/c/0", "[]", "[1, {", "[[], {")]
    [InlineData("/b/e~1f~0g", "false", "\"e/f~g\": true", "\"e/f~g\": false")]
    [InlineData("/a", null, "\"a\": 1, /* and */", " /* and */")]
    [InlineData("/last", null, ",\n  \"last\": null // the last", " // the last")]
    [InlineData("/b/e~1f~0g", null, ", \"e/f~g\": true", "")]
    [InlineData("/b/c/1/d", null, "{ \"d\": \"x\" }", "{  }")]
    [InlineData("/new", "5", "\"last\": null // the last", "\"last\": null,\n  \"new\": 5 // the last")]
    [InlineData("/b/new", "5", "\"e/f~g\": true }", "\"e/f~g\": true, \"new\": 5 }")]
    [InlineData("/x/y z/~1", "5", "\"last\": null // the last", "\"last\": null,\n  \"x\": { \"y z\": { \"/\": 5 } } // the last")]
    public void A_place_is_changed_and_no_other(string at, string? json, string before, string after) =>
        Assert.Equal(Commented.ReplaceLineEndings("\n").Replace(before, after, StringComparison.Ordinal), JsonEdit.Set(Commented.ReplaceLineEndings("\n"), at, json));

    [Theory]
    [InlineData("{}", "/a/b", "1", "{ \"a\": { \"b\": 1 } }")]
    [InlineData("{\"a\":1,}", "/b", "2", "{\"a\":1, \"b\": 2,}")]
    [InlineData("{\"a\":1}", "/a", null, "{}")]
    [InlineData("{\"a\":1}", "/b", null, "{\"a\":1}")]
    [InlineData("{\"a\":1}", "/a/b", "2", "{\"a\":1}")]
    [InlineData("{\"a\":[1]}", "/a/7", "2", "{\"a\":[1]}")]
    [InlineData("{\"a\":[1]}", "/a/0", null, "{\"a\":[1]}")]
    [InlineData("no JSON", "/a", "2", "no JSON")]
    [InlineData("{\"\\ud800\":1}", "/a", "2", "{\"\\ud800\":1}")]
    [InlineData("{} {}", "/a", "2", "{} {}")]
    public void What_cannot_be_is_let_be(string text, string at, string? json, string expected) => Assert.Equal(expected, JsonEdit.Set(text, at, json));
}
