using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LiveOps.ServiceDefaults.Sql.Columns;

/// <summary>Values of one type. An empty text stands for none.</summary>
/// <typeparam name="T"><c>long</c>, <c>int</c>, <see cref="Guid"/> for a hash, <c>string</c> or <c>ReadOnlyMemory&lt;byte&gt;</c> for a text.</typeparam>
/// <param name="name">What the statement calls it.</param>
/// <param name="isOne">Whether it is one value for all rows.</param>
public sealed class SqlColumn<T>(string name, bool isOne = false) : SqlColumn(name, isOne) where T : notnull
{
    private const int HashLength = 32, Piece = 64;

    // ASCII as it is printed, but what ends a text and what escapes in one.
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Where(letter => letter is not ('\'' or '\\')).Select(letter => (byte)letter)]);

    /// <summary>The values, row by row. The driver reads them where they are.</summary>
    public List<T> Values { get; } = [];

    /// <inheritdoc/>
    public override int Count => Values.Count;

    /// <inheritdoc/>
    public override void Clear() => Values.Clear();

    /// <summary>Adds a value.</summary>
    public void Add(T value) => Values.Add(value);

    internal override void WriteLiteral(StringBuilder text, int row)
    {
        T value = Values[row];
        if (IsAbsent(row))
            text.Append("NULL");
        else if (typeof(T) == typeof(long))
            text.Append((long)(object)value);
        else if (typeof(T) == typeof(int))
            text.Append((int)(object)value);
        else if (typeof(T) == typeof(Guid))
            WriteDigits(text, ((Guid)(object)value).ToByteArray(bigEndian: true));
        else if (typeof(T) == typeof(ReadOnlyMemory<byte>))
            WriteText(text, ((ReadOnlyMemory<byte>)(object)value).Span);
        else
            WriteDigits(text, Encoding.UTF8.GetBytes((string)(object)value));
    }

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

    // A document in digits is twice as long, and so is the packet; a name is the sooner read in digits.
    private static void WriteText(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Piece || bytes.ContainsAnyExcept(Plain))
        {
            WriteDigits(text, bytes);
            return;
        }

        text.Append("_binary'");
        Span<char> letters = stackalloc char[Piece];
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Piece, bytes.Length)..])
            text.Append(letters[..Encoding.ASCII.GetChars(bytes[..Math.Min(Piece, bytes.Length)], letters)]);
        text.Append('\'');
    }

    private static void WriteDigits(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        text.Append("x'");
        Span<char> digits = stackalloc char[2 * Piece];
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Piece, bytes.Length)..])
        {
            Convert.TryToHexString(bytes[..Math.Min(Piece, bytes.Length)], digits, out int written);
            text.Append(digits[..written]);
        }

        text.Append('\'');
    }

    private static void WriteHash(Utf8JsonWriter json, Guid hash)
    {
        Span<byte> digits = stackalloc byte[HashLength];
        hash.TryFormat(digits, out _, "N");
        json.WriteStringValue(digits);
    }
}
