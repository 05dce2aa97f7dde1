using System.Text.Json.Nodes;
using k8s.Models;
using LiveOps.AppHost.Aks.Objects;
using LiveOps.AppHost.Aks.Yaml;

namespace LiveOps.Tests.Publishing;

/// <summary>What is text is read as that text, by readers of YAML 1.1 and 1.2, and quantities stay as they were written.</summary>
public sealed class Text_stays_text
{
    public static TheoryData<string> Texts =>
    [
        "20261128_1", "+2", "0x1F", "0o17", "017", "1e3", "1_000", ".5", "-.inf", ".nan", "1:30", "12:30:45", "2026-11-28", "2026-11-28T10:00:00Z", "no", "Yes", "ON", "y", "N", "true", "null", "Null", "~", "",
        " ", "a b", "a: b", "a #b", "- a", "? a", "& a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "'a'", "\"a\"", "{a}", "[a]", "a,", "trailing ", "a\tb", "two\nlines", "two\nlines\n", "\n", "=", "<<", "ä", "a:", ":a",
        "http://fairness:8091", "/healthz", "liveops/gateway", "500m", "1", "{{ .Values }}", "\u0085", "\u2028", "\ufeff",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void As_a_value_in_a_list_and_as_a_name(string text)
    {
        var tree = new JsonObject { ["value"] = text, ["list"] = new JsonArray(text, new JsonObject { ["inner"] = text }), ["map"] = new JsonObject { [text] = "value" } };

        JsonObject read = Assert.Single(YamlTree.ParseAll(YamlWriter.Write(tree)));

        Assert.True(JsonNode.DeepEquals(tree, read), $"{YamlWriter.Write(tree)}was read as {read}");
    }

    [Fact]
    public void Every_text_of_up_to_three_of_the_letters_that_mean_something_somewhere()
    {
        const string letters = "a1exony.-+:_ #'\"{}[]&*!|>%@`~=,?/\\\n\t";
        IEnumerable<string> one = letters.Select(letter => $"{letter}"), two = one.SelectMany(text => letters.Select(letter => text + letter));
        var tree = new JsonObject { ["texts"] = new JsonArray([.. one.Concat(two).Concat(two.SelectMany(text => letters.Select(letter => text + letter))).Select(text => JsonValue.Create(text))]) };

        JsonObject read = Assert.Single(YamlTree.ParseAll(YamlWriter.Write(tree)));

        string[] wrong = [.. tree["texts"].Items().Zip(read["texts"]!.AsArray()).Where(pair => !JsonNode.DeepEquals(pair.First, pair.Second)).Select(pair => $"{pair.First.ToJsonString()} became {pair.Second?.ToJsonString()}").Take(20)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Members_have_one_order_whatever_order_they_were_added_in() => Assert.Equal(
        YamlWriter.Write(new JsonObject { ["kind"] = "A", ["spec"] = new JsonObject { ["b"] = 1, ["name"] = "n", ["a"] = true }, ["apiVersion"] = "v1" }),
        YamlWriter.Write(new JsonObject { ["apiVersion"] = "v1", ["spec"] = new JsonObject { ["a"] = true, ["b"] = 1, ["name"] = "n" }, ["kind"] = "A" }));

    [Fact]
    public void Lists_and_maps_are_written_as_people_write_them() => Assert.Equal(
        """
        apiVersion: v1
        metadata:
          name: a
          labels: {}
        spec:
          args:
          - migrate
          - "0x1F"
          ports:
          - name: http
            number: 8080
          - []
          text: |
            two
              lines

        """.ReplaceLineEndings("\n"),
        YamlWriter.Write(new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["text"] = "two\n  lines\n",
                ["ports"] = new JsonArray(new JsonObject { ["number"] = 8080, ["name"] = "http" }, new JsonArray()),
                ["args"] = new JsonArray("migrate", "0x1F"),
            },
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject(), ["name"] = "a" },
            ["apiVersion"] = "v1",
        }));

    [Theory]
    [InlineData("0.5")]
    [InlineData("1000m")]
    [InlineData("1024Mi")]
    [InlineData("1e3")]
    public void Quantities_stay_as_they_were_written(string quantity) => Assert.Equal(
        $$$"""{"limits":{"cpu":"{{{quantity}}}"}}""",
        Tree.Of(new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new QuantityAsWritten(quantity) } }).ToJsonString());
}
