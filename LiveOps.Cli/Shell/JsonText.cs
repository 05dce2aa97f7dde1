using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveOps.Cli.Shell;

/// <summary>How the tool writes JSON: one line a value, names in camel case, absent instead of null.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is no page; control characters are escaped all the same
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(object value) => JsonSerializer.Serialize(value, Options);

    /// <summary>What is wrong with a text that is no JSON, in the reader's words, without the place that it counts from 0.</summary>
    public static string Words(JsonException e) => e.Message.Split(" LineNumber:")[0];

    public static void Write(Terminal terminal, object value) => terminal.Out.WriteLine(Of(value));
}
