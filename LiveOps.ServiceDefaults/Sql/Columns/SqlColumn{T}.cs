using System.Text.Json;

namespace LiveOps.ServiceDefaults.Sql.Columns;

/// <summary>Values of one type. An empty text stands for none.</summary>
/// <typeparam name="T"><c>long</c>, <c>int</c>, <see cref="Guid"/> for a hash, <c>string</c> or <c>ReadOnlyMemory&lt;byte&gt;</c> for a text.</typeparam>
/// <param name="name">What the statement calls it.</param>
/// <param name="isOne">Whether it is one value for all rows.</param>
public sealed class SqlColumn<T>(string name, bool isOne = false) : SqlColumn(name, isOne) where T : notnull
{
    private const int HashLength = 32;

    /// <summary>The values, row by row. The driver reads them where they are.</summary>
    public List<T> Values { get; } = [];

    /// <inheritdoc/>
    public override int Count => Values.Count;

    /// <inheritdoc/>
    public override void Clear() => Values.Clear();

    /// <summary>Adds a value.</summary>
    public void Add(T value) => Values.Add(value);

    private protected override bool IsAbsent(int row) => typeof(T) == typeof(ReadOnlyMemory<byte>) && ((ReadOnlyMemory<byte>)(object)Values[row]).IsEmpty;

    // What T is, is known to the compiler: one branch is left, and nothing is boxed.
    private protected override void WriteValue(Utf8JsonWriter json, int row)
    {
        T value = Values[row];
        if (typeof(T) == typeof(long))
            json.WriteNumberValue((long)(object)value);
        else if (typeof(T) == typeof(int))
            json.WriteNumberValue((int)(object)value);
        else if (typeof(T) == typeof(ReadOnlyMemory<byte>))
            json.WriteStringValue(((ReadOnlyMemory<byte>)(object)value).Span);
        else if (typeof(T) == typeof(Guid))
            WriteHash(json, (Guid)(object)value);
        else
            json.WriteStringValue((string)(object)value);
    }

    private static void WriteHash(Utf8JsonWriter json, Guid hash)
    {
        Span<byte> digits = stackalloc byte[HashLength];
        hash.TryFormat(digits, out _, "N");
        json.WriteStringValue(digits);
    }
}
