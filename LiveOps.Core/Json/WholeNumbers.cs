namespace LiveOps.Core.Json;

/// <summary>Tells by its digits whether a JSON number is whole: no type holds all that a text can, and what is rounded looks whole.</summary>
internal static class WholeNumbers
{
    private const int LongestExponent = 6;

    /// <summary>Whether a number has no part behind the point.</summary>
    /// <param name="number">As JSON writes it: RFC 8259, section 6.</param>
    public static bool IsWhole(ReadOnlySpan<byte> number)
    {
        int e = number.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> digits = e < 0 ? number : number[..e];
        int last = digits.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        if (last < 0)
            return true; // 0, however it is written
        int point = digits.IndexOf((byte)'.');
        int behind = point < 0 ? last - digits.Length + 1 : last > point ? last - point : last - point + 1; // places that the last digit stands behind the point; before it, 0 or less
        return e < 0 ? behind <= 0 : Exponent(number[(e + 1)..]) is { } exponent ? exponent >= behind : number[e + 1] != (byte)'-';
    }

    // Null where it is beyond anything that matters.
    private static int? Exponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == (byte)'-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        if (text.Length > LongestExponent)
            return null;
        int value = 0;
        foreach (byte digit in text)
            value = (value * 10) + digit - '0';
        return negative ? -value : value;
    }
}
