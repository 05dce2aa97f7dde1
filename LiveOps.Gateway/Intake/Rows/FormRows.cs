using System.Text;
using LiveOps.Gateway.Intake.Mappings;

namespace LiveOps.Gateway.Intake.Rows;

/// <summary>One row, as HTML forms are posted (the URL Standard's application/x-www-form-urlencoded). A name that stands twice makes it bad: which of the two is meant nobody knows.</summary>
internal static class FormRows
{
    private const int MostFields = 1000;

    public static IEnumerable<SourceRow> Read(RowStream stream, RowShape shape)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes); // bounded as a row is
        if (bytes.Length > 0)
            yield return Row(bytes.ToArray(), shape.Encoding);
    }

    private static SourceRow Row(byte[] body, Encoding encoding)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Range range in Split(body))
        {
            ReadOnlySpan<byte> pair = body.AsSpan(range);
            if (pair.IsEmpty)
                continue;
            int equals = pair.IndexOf((byte)'=');
            string name = Decode(equals < 0 ? pair : pair[..equals], encoding), value = equals < 0 ? "" : Decode(pair[(equals + 1)..], encoding);
            if (fields.Count == MostFields)
                return SourceRow.Bad(1, $"it has more than {MostFields} fields");
            if (!fields.TryAdd(name, value))
                return SourceRow.Bad(1, "it has a field twice");
        }

        return new SourceRow(1, fields.GetValueOrDefault);
    }

    private static List<Range> Split(byte[] body)
    {
        var pairs = new List<Range>();
        foreach (Range range in body.AsSpan().Split((byte)'&'))
            pairs.Add(range);
        return pairs;
    }

    private static string Decode(ReadOnlySpan<byte> text, Encoding encoding)
    {
        byte[] plain = new byte[text.Length];
        int length = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                plain[length++] = text[at] == '+' ? (byte)' ' : text[at];
                continue;
            }

            if (at + 2 >= text.Length || Convert.FromHexString(text.Slice(at + 1, 2), plain.AsSpan(length, 1), out _, out _) != System.Buffers.OperationStatus.Done)
                throw new RowFaultException("The body has a % without two hexadecimal digits behind it.");
            length++;
            at += 2;
        }

        try
        {
            return encoding.GetString(plain, 0, length);
        }
        catch (DecoderFallbackException e)
        {
            throw new RowFaultException("The body holds bytes that are no text of its source's encoding.", inner: e);
        }
    }
}
