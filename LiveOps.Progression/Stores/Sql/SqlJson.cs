using System.Text.Json;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>What batches of statements hold besides texts and numbers.</summary>
internal static class SqlJson
{
    /// <summary>A hash as 32 digits.</summary>
    public static void WriteHash(this Utf8JsonWriter json, ReadOnlySpan<byte> name, UInt128 hash)
    {
        json.WritePropertyName(name);
        json.WriteHashValue(hash);
    }

    /// <summary>A hash as 32 digits.</summary>
    public static void WriteHashValue(this Utf8JsonWriter json, UInt128 hash)
    {
        Span<byte> digits = stackalloc byte[32];
        hash.TryFormat(digits, out _, "x32");
        json.WriteStringValue(digits);
    }
}
