using System.Text.Json;
using LiveOps.Console.Forms;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;
using LiveOps.Tests.House;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LiveOps.Tests.Console;

/// <summary>Documents as forms, made of the schemas that services have of them.</summary>
public sealed class Forms_of_documents
{
    private const string Boards = """
        {
          "maxBoards": 900, // enough
          "boards": { "arena": { "windows": ["daily", "all"], "keep": { "daily": 7 }, "seasons": [{ "id": "s1", "opensAt": "2026-11-01", "closesAt": "2026-12-01" }] } }
        }
        """;

    [Fact]
    public void A_value_is_a_field_and_what_is_deeper_is_a_group()
    {
        FormGroup form = FormOf("boards", Boards);
        Dictionary<string, FormField> fields = form.All.ToDictionary(field => field.At);

        Assert.Equal((FieldKind.Number, "900", ("1", "10000")), (fields["/maxBoards"].Kind, fields["/maxBoards"].Value, fields["/maxBoards"].Bounds));
        Assert.Equal((FieldKind.Flag, ""), (fields["/otherBoards"].Kind, fields["/otherBoards"].Value));
        Assert.Equal((FieldKind.Choice, ""), (fields["/boards/arena/operator"].Kind, fields["/boards/arena/operator"].Value));
        Assert.Equal(["best", "last", "sum"], fields["/boards/arena/operator"].Choices);
        Assert.Equal((FieldKind.Lines, "daily\nall"), (fields["/boards/arena/windows"].Kind, fields["/boards/arena/windows"].Value));
        Assert.Equal("7", fields["/boards/arena/keep/daily"].Value);
        Assert.Equal("2026-12-01", fields["/boards/arena/seasons/0/closesAt"].Value);
    }

    [Fact]
    public void What_was_typed_changes_its_place_and_nothing_else()
    {
        string text = Typed("boards", Boards, ("/maxBoards", "800"), ("/otherBoards", "false"), ("/boards/arena/windows", "daily\r\nweekly\r\n"), ("/boards/arena/keep/daily", ""), ("/boards/arena/operator", ""));

        Assert.Contains("\"maxBoards\": 800, // enough", text, StringComparison.Ordinal);
        Assert.Contains("\"windows\": [\"daily\", \"weekly\"]", text, StringComparison.Ordinal);
        Assert.Contains("\"keep\": {  }", text, StringComparison.Ordinal);
        Assert.EndsWith("\n  \"otherBoards\": false\n}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("operator", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.")]
    [InlineData("+1")]
    [InlineData("many")]
    [InlineData("0x10")]
    [InlineData("1}, \"x\": {")]
    public void What_is_no_number_stays_what_was_typed_and_is_for_the_service_to_refuse(string typed) =>
        Assert.Equal(typed, JsonDocument.Parse(Typed("boards", "{}", ("/maxBoards", typed))).RootElement.GetProperty("maxBoards").GetString());

    [Fact]
    public void Of_what_may_be_several_things_it_is_the_one_that_stands_there()
    {
        FormGroup form = FormOf("fairness", """{"rates":{"perSecond":50,"burst":100},"rules":[{"id":"r1","kind":"speed","then":"flag","type":"boss_killed","seconds":1.5},{"id":"r2","kind":"bounds","then":"reject","type":"xp_gained","max":9}]}""");

        Assert.Equal(["seconds"], form.All.Where(field => field.At.StartsWith("/rules/0/", StringComparison.Ordinal) && field.Name is "seconds" or "max").Select(field => field.Name).Take(1));
        Assert.Contains(form.All, field => field is { At: "/rules/1/max", Value: "9" });
        Assert.DoesNotContain(form.All, field => field.At == "/rules/1/seconds");
        Assert.Contains(form.Groups, group => group.Title == "rules 2: r2");
    }

    [Fact]
    public void What_could_not_be_typed_as_it_stands_there_is_no_field()
    {
        const string Text = """{"maps":{"a":{"b:1":"dragon"},"b":{"x":"Ork "},"c":{"x":" y"},"d":{"x\ny":"z"},"e":{"x":"y\nz"},"f":{"x":"y","n:o":"5"}," g":{"x":"y"}},"counts":{"b:1":7},"list":["a","b "],"word":" edge"}""";
        FormGroup form = SchemaForm.Of(Rows, Text)!;

        Assert.Equal(["/counts", "/maps/ g"], form.All.Select(field => field.At).Order(StringComparer.Ordinal));
        Assert.Equal(Text.Replace("\"b:1\":7", "\"b:1\":8", StringComparison.Ordinal), SchemaForm.Apply(form, Text, FieldsOf([("/counts", "b:1: 8"), ("/maps/ g", "x: y")])));
    }

    [Fact]
    public void A_row_that_was_typed_changes_its_own_place_and_no_other_row()
    {
        const string Text = """
            {
              "maps": { "a": {
                "ork": "Ork", // as it was
                "elf":"Elf",
                "dwarf": "Dwarf"
              } },
              "list": [ "a", /* first */ "b" ]
            }
            """;
        FormGroup form = SchemaForm.Of(Rows, Text)!;

        Assert.Equal(
            Text.Replace("\"elf\":\"Elf\"", "\"elf\":\"Elb\"", StringComparison.Ordinal).Replace("\"Dwarf\"\n", "\"Dwarf\",\n    \"troll\": \"Troll: big\"\n", StringComparison.Ordinal).Replace("\"b\" ]", "\"c\" ]", StringComparison.Ordinal),
            SchemaForm.Apply(form, Text, FieldsOf([("/maps/a", "elf: Elb\r\nork: Ork\r\ndwarf: Dwarf\r\ntroll: Troll: big"), ("/list", "a\r\nc")])));
        string without = SchemaForm.Apply(form, Text, FieldsOf([("/maps/a", "ork: Ork\r\ndwarf: Dwarf")]));
        Assert.DoesNotContain("elf", without, StringComparison.Ordinal);
        Assert.Contains("// as it was", without, StringComparison.Ordinal);
        Assert.Contains("\"x\": \"1\", \"x\": \"2\"", SchemaForm.Apply(form, Text, FieldsOf([("/maps/a", "x: 1\r\nx: 2")])), StringComparison.Ordinal); // for the service to refuse
    }

    [Theory]
    [InlineData("boards", "LiveOps.Leaderboard/leaderboard.json")]
    [InlineData("leagues", "LiveOps.Leaderboard/leagues.json")]
    [InlineData("live-events", "LiveOps.Leaderboard/live-events.json")]
    [InlineData("fairness", "LiveOps.Fairness/fairness.json")]
    [InlineData("progression", "LiveOps.Progression/progression.json")]
    public void A_form_that_is_sent_as_it_came_changes_nothing(string policy, string file)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");
        if (SchemaForm.Of(Schema(policy), text) is not { } form)
        {
            Assert.True(policy is "leagues" or "live-events", policy); // with nothing in them but what only JSON can add
            return;
        }

        Assert.Equal(text, SchemaForm.Apply(form, text, FieldsOf([.. form.All.Select(field => (field.At, field.Value.ReplaceLineEndings("\r\n")))])));
        Assert.Equal(form.All.Count(), form.All.Select(field => field.Key).Distinct().Count());
    }

    [Fact]
    public void Of_what_is_no_object_or_too_much_there_is_no_form()
    {
        string many = JsonSerializer.Serialize(new { boards = Enumerable.Range(0, 50).ToDictionary(n => $"b{n}", _ => new { }) });
        foreach (string text in new[] { "", "[]", "7", "{", many })
            Assert.Null(SchemaForm.Of(Schema("boards"), text));
        Assert.Null(SchemaForm.Of(default, "{}"));
    }

    private static readonly Part Rows = new(JsonElement.Parse("""
        {"type":"object","properties":{
          "maps":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"string"}}},
          "counts":{"type":"object","additionalProperties":{"type":"integer"}},
          "list":{"type":"array","items":{"type":"string"}},"word":{"type":"string"}}}
        """));

    private static string Typed(string policy, string text, params (string At, string Typed)[] fields) => SchemaForm.Apply(FormOf(policy, text), text, FieldsOf(fields));

    private static FormGroup FormOf(string policy, string text) => SchemaForm.Of(Schema(policy), text)!;

    private static Part Schema(string policy) => new(JsonElement.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "contract", $"{policy}.schema.json"))));

    private static Fields FieldsOf((string At, string Typed)[] fields) => new(new FormCollection(fields.ToDictionary(field => "at:" + field.At, field => new StringValues(field.Typed))));
}
