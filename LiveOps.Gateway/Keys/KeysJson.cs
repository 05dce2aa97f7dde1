using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveOps.Gateway.Keys;

/// <summary>How keys are written: a secret's plus as it is, since shells and simple programs take a member out of a text without knowing escapes.</summary>
[JsonSerializable(typeof(PlayerKeyAnswer))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    private static readonly Lazy<KeysJson> Unescaped = new(() => new KeysJson(new JsonSerializerOptions(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    public static KeysJson AsTheyAre => Unescaped.Value;
}
