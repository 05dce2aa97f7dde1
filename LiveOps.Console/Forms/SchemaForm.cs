using System.Text;
using System.Text.Json;
using LiveOps.Console.Edits;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Forms;

/// <summary>
/// A document as a form, as far as its schema allows:
/// <list type="number">
/// <item>a value, one of some words, a list of values, or values by name is a field; what is not there is an empty one;</item>
/// <item>an object is a group of fields, and so is each item of a list and each member by name that is there: whoever wants more of them writes JSON;</item>
/// <item>of what may be several things it is the one that fits what stands there;</item>
/// <item>what could not be typed as it stands there (a name with a colon, blanks at an edge, line ends) is no field, and left to the JSON;</item>
/// <item>what was typed changes its own place in the text, and nothing else: comments stay.</item>
/// </list>
/// </summary>
internal sealed class SchemaForm
{
    /// <summary>The most fields: a form beyond that is no help to anybody.</summary>
    public const int MostFields = 400;

    private const int MostBytes = 64 << 10, MostDepth = 8;

    private readonly Part _definitions;
    private int _fields;

    private SchemaForm(Part schema) => _definitions = schema["$defs"];

    /// <summary>The form; null where the text is no object, or there is too much of it.</summary>
    public static FormGroup? Of(Part schema, string text)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        if (!schema.Is || json.Length > MostBytes || JsonPlaces.Read(json) is null)
            return null;
        var document = new Part(JsonElement.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }));
        var form = new SchemaForm(schema);
        FormGroup whole = form.Group("", "", schema, document, 0);
        return document.Kind == JsonValueKind.Object && form._fields is > 0 and <= MostFields ? whole : null;
    }

    /// <summary>The text with what was typed.</summary>
    public static string Apply(FormGroup form, string text, Fields typed)
    {
        foreach (FormField field in form.All) // 5
        {
            // What browsers take from a text, its line ends and the blanks around it, is no change of it; and what has grown beyond a form goes on as it is.
            if (text.Length <= MostBytes && typed.All(field.Key) is [{ } sent] && Plain(sent, field) is var now && now != Plain(field.Value, field))
                text = field.WriteTo(text, now);
        }

        return text;
    }

    private static string Plain(string text, FormField field) => text.ReplaceLineEndings(field.Kind == FieldKind.Text ? "" : "\n").Trim();

    private FormGroup Group(string title, string pointer, Part schema, Part value, int depth)
    {
        var fields = new List<FormField>();
        var groups = new List<FormGroup>();
        Part properties = schema["properties"], others = Resolve(schema["additionalProperties"]);
        string[] required = [.. schema["required"].Items.Select(name => name.ToString())];
        foreach ((string name, Part rule) in depth < MostDepth ? properties.Members : [])
            Add(name, JsonPlaces.Member(pointer, name), rule, value[name], required.Contains(name), depth, fields, groups);
        foreach ((string name, Part member) in depth < MostDepth && others.Kind == JsonValueKind.Object ? value.Members : [])
        {
            if (!properties[name].Is)
                Add(name, JsonPlaces.Member(pointer, name), others, member, false, depth, fields, groups);
        }

        return new FormGroup(title, fields, groups);
    }

    private void Add(string name, string pointer, Part schema, Part value, bool isRequired, int depth, List<FormField> fields, List<FormGroup> groups)
    {
        Part rule = Fitting(Resolve(schema), value); // 3
        string about = schema.Text("description") is { Length: > 0 } said ? said : rule.Text("description");
        if (Field(name, pointer, rule, value, isRequired) is { } field) // 1
        {
            if (field.Value.Length > 0 && !value.IsSameAs(field.ToJson(field.Value))) // 4
                return;
            _fields++;
            fields.Add(field with { About = about });
        }
        else if (rule.Text("type") == "object") // 2
        {
            Keep(Group(name, pointer, rule, value, depth + 1));
        }
        else if (rule.Text("type") == "array")
        {
            Part each = rule["items"];
            IReadOnlyList<Part> items = value.Items;
            for (int at = 0; at < items.Count && _fields <= MostFields; at++)
                Keep(Group($"{name} {at + 1}{Named(items[at])}", JsonPlaces.Item(pointer, at), Fitting(Resolve(each), items[at]), items[at], depth + 1));
        }

        void Keep(FormGroup group)
        {
            if (group.All.Any())
                groups.Add(group);
        }
    }

    private FormField? Field(string name, string pointer, Part rule, Part value, bool isRequired)
    {
        (string type, string text) = (rule.Text("type"), value.ToString());
        if (rule["enum"].Items is { Count: > 0 } words)
            return new FormField(pointer, name, FieldKind.Choice, text) { Choices = [.. words.Select(word => word.ToString())], IsRequired = isRequired };
        switch (type)
        {
            case "boolean":
                return new FormField(pointer, name, FieldKind.Flag, text) { IsRequired = isRequired };
            case "integer" or "number":
                return new FormField(pointer, name, FieldKind.Number, text) { Bounds = (rule.Text("minimum"), rule.Text("maximum")), IsRequired = isRequired };
            case "string":
                return new FormField(pointer, name, FieldKind.Text, text) { IsRequired = isRequired };
            case "array" when Resolve(rule["items"]) is var each && IsScalar(each) && value.Kind is JsonValueKind.Array or JsonValueKind.Undefined:
                return new FormField(pointer, name, FieldKind.Lines, string.Join('\n', value.Items)) { Choices = [.. each["enum"].Items.Select(word => word.ToString())], OfNumbers = IsNumber(each), IsRequired = isRequired };
            case "object" when !rule["properties"].Is && Resolve(rule["additionalProperties"]) is var each && IsScalar(each) && value.Kind is JsonValueKind.Object or JsonValueKind.Undefined:
                return new FormField(pointer, name, FieldKind.Pairs, string.Join('\n', value.Members.Select(member => $"{member.Name}: {member.Value}"))) { OfNumbers = IsNumber(each), IsRequired = isRequired };
            default:
                return null;
        }
    }

    // Its id, or whatever else tells one item from another.
    private static string Named(Part item) =>
        ((string[])["id", "reward", "ranks"]).Select(item.Text).FirstOrDefault(text => text.Length > 0) is { } name ? $": {name}" : "";

    private static bool IsScalar(Part rule) => rule.Text("type") is "string" or "integer" or "number" || rule["enum"].Items.Count > 0;

    private static bool IsNumber(Part rule) => rule.Text("type") is "integer" or "number";

    private Part Resolve(Part schema) => schema.Text("$ref") is ['#', '/', '$', 'd', 'e', 'f', 's', '/', .. var name] ? _definitions[name] : schema;

    private Part Fitting(Part schema, Part value)
    {
        IReadOnlyList<Part> several = schema["oneOf"].Items;
        return several.Count == 0 ? schema : several.Select(Resolve).FirstOrDefault(one => Fits(one, value));
    }

    private static bool Fits(Part schema, Part value) => schema.Text("type") switch
    {
        "object" => value.Kind == JsonValueKind.Object
            && schema["required"].Items.All(name => value[name.ToString()].Is)
            && schema["properties"].Members.All(member => !member.Value["const"].Is || member.Value.Text("const") == value.Text(member.Name)),
        "array" => value.Kind == JsonValueKind.Array,
        "string" => value.Kind == JsonValueKind.String,
        "integer" or "number" => value.Kind == JsonValueKind.Number,
        _ => false,
    };
}
