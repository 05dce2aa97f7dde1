using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LiveOps.ServiceDefaults.Sql.Columns;

/// <summary>One of the things that a statement is given: a value for each row, or one for all.</summary>
public abstract class SqlColumn
{
    private readonly JsonEncodedText _written;

    private protected SqlColumn(string name, bool isOne)
    {
        Name = name;
        IsOne = isOne;
        _written = JsonEncodedText.Encode(name);
    }

    /// <summary>What the statement calls it.</summary>
    public string Name { get; }

    /// <summary>Whether it is one value for all rows.</summary>
    public bool IsOne { get; }

    /// <summary>How many values it has.</summary>
    public abstract int Count { get; }

    /// <summary>16 bytes in the order in which a database compares them.</summary>
    public static Guid Hash(UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Removes all values.</summary>
    public abstract void Clear();

    internal void WriteAll(Utf8JsonWriter json)
    {
        json.WriteStartArray(_written);
        for (int row = 0; row < Count; row++)
            WriteValue(json, row);
        json.WriteEndArray();
    }

    internal void Write(Utf8JsonWriter json, int row)
    {
        if (IsAbsent(row))
            return;
        json.WritePropertyName(_written);
        WriteValue(json, row);
    }

    internal abstract void WriteLiteral(StringBuilder text, int row);

    private protected abstract bool IsAbsent(int row);

    private protected abstract void WriteValue(Utf8JsonWriter json, int row);
}
