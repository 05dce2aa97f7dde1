using System.Buffers;
using System.Text.Json;
using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>The texts of a group's statements, each after the other in memory that is used again. When it has to grow, those that were handed out stay where they were.</summary>
#pragma warning disable CA1001 // a writer to memory holds nothing
internal sealed class TextBuffer
#pragma warning restore CA1001
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    public TextBuffer() => _json = new Utf8JsonWriter(_bytes, SqlBatch.Options);

    /// <summary>How many bytes it holds, handed out or not.</summary>
    public int Capacity => _bytes.Capacity;

    /// <summary>Forgets all that was handed out.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>A copy.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> text)
    {
        int begun = _bytes.WrittenCount;
        _bytes.Write(text);
        return _bytes.WrittenMemory[begun..];
    }

    /// <summary>A document: how many of each name.</summary>
    public ReadOnlyMemory<byte> Tallies(ReadOnlySpan<Tally> tallies, NameTable names)
    {
        int begun = Begin();
        _json.WriteStartObject();
        foreach (Tally tally in tallies)
            _json.WriteNumber(names.Utf8(tally.Name), tally.Count);
        _json.WriteEndObject();
        return End(begun);
    }

    /// <summary>A document: names in order.</summary>
    public ReadOnlyMemory<byte> Names(ReadOnlySpan<Grant> grants, NameTable names)
    {
        int begun = Begin();
        _json.WriteStartArray();
        foreach (Grant grant in grants)
            _json.WriteStringValue(names.Utf8(grant.Reward));
        _json.WriteEndArray();
        return End(begun);
    }

    private int Begin()
    {
        _json.Reset();
        return _bytes.WrittenCount;
    }

    private ReadOnlyMemory<byte> End(int begun)
    {
        _json.Flush();
        return _bytes.WrittenMemory[begun..];
    }
}
