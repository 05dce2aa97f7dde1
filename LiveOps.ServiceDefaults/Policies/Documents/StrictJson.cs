namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>A document as JSON that every program reads (RFC 8259): without the comments and trailing commas that people may write. All else stays as it is, lines included.</summary>
internal static class StrictJson
{
    /// <summary>The text without them.</summary>
    /// <param name="text">JSON with comments and trailing commas, which was read before.</param>
    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        byte[] strict = new byte[text.Length];
        int length = 0, comma = -1;
        for (int at = 0; at < text.Length;)
        {
            int end = at + 1;
            switch (text[at])
            {
                case (byte)'"':
                    end = EndOfString(text, at);
                    comma = -1;
                    break;
                case (byte)'/':
                    at = EndOfComment(text, at);
                    continue;
                case (byte)',':
                    comma = length;
                    break;
                case (byte)'}' or (byte)']' when comma >= 0:
                    strict.AsSpan(comma + 1, length - comma - 1).CopyTo(strict.AsSpan(comma));
                    length--;
                    comma = -1;
                    break;
                case > (byte)' ':
                    comma = -1;
                    break;
            }

            text[at..end].CopyTo(strict.AsSpan(length));
            length += end - at;
            at = end;
        }

        return strict[..length];
    }

    private static int EndOfString(ReadOnlySpan<byte> text, int at)
    {
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\')
                at++;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfComment(ReadOnlySpan<byte> text, int at)
    {
        bool isLine = at + 1 < text.Length && text[at + 1] == '/';
        int length = isLine ? text[at..].IndexOfAny((byte)'\n', (byte)'\r') : text[Math.Min(at + 2, text.Length)..].IndexOf("*/"u8);
        return length < 0 ? text.Length : isLine ? at + length : at + 2 + length + 2;
    }
}
