using System.Buffers;
using System.Text.Json;

namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>Makes the one parameter of a statement.</summary>
internal static class Json
{
    /// <summary>The gate's row.</summary>
    public static readonly ReadOnlyMemory<byte> Gate = "{\"gate\":1}"u8.ToArray();

    /// <summary>An object.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>An array of objects.</summary>
    public static ReadOnlyMemory<byte> Array<T>(IReadOnlyCollection<T> rows, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + 128 * rows.Count);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (T row in rows)
            {
                json.WriteStartObject();
                members(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    /// <summary><c>{"p":…}</c> and up to two further numbers.</summary>
    public static ReadOnlyMemory<byte> Period(int period, params ReadOnlySpan<(string Name, long Value)> numbers)
    {
        (string Name, long Value)[] rest = numbers.ToArray();
        return Object(json =>
        {
            json.WriteNumber("p", period);
            foreach ((string name, long value) in rest)
                json.WriteNumber(name, value);
        });
    }

    /// <summary><c>{"u":…}</c></summary>
    public static ReadOnlyMemory<byte> Player(string player) => Object(json => json.WriteString("u", player));

    /// <summary><c>{"b":…}</c></summary>
    public static ReadOnlyMemory<byte> Board(string board) => Object(json => json.WriteString("b", board));

    /// <summary>Keys of rows: <c>[{"p","u"}]</c>.</summary>
    public static ReadOnlyMemory<byte> Keys(IReadOnlyCollection<(int Period, string Player)> keys) => Array(keys, static (json, key) =>
    {
        json.WriteNumber("p", key.Period);
        json.WriteString("u", key.Player);
    });

    /// <summary>Entries that are owed: <c>[{"p","u","v"}]</c>.</summary>
    public static ReadOnlyMemory<byte> Owed(IReadOnlyCollection<OwedRow> rows) => Array(rows, static (json, row) =>
    {
        json.WriteNumber("p", row.Period);
        json.WriteString("u", row.Player);
        json.WriteNumber("v", row.Version);
    });

    /// <summary>Whole rows.</summary>
    public static ReadOnlyMemory<byte> Rows(IReadOnlyCollection<StoredEntry> rows) => Array(rows, static (json, row) =>
    {
        json.WriteNumber("p", row.Period);
        json.WriteString("u", row.Player);
        json.WriteNumber("s", row.Entry.Score);
        json.WriteNumber("a", row.Entry.AchievedAt);
        json.WriteNumber("l", row.Entry.LastAt);
        json.WriteNumber("o", row.Entry.OtherAt);
        json.WriteNumber("v", row.Version);
        json.WriteNumber("x", row.Before);
    });
}
