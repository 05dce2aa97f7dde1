using System.Globalization;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>How numbers are written: 1.234,5 or 1,234.5 or 1234.5.</summary>
/// <param name="Point">What stands before the fraction.</param>
/// <param name="Group">What stands between groups of three digits; null for nothing.</param>
internal sealed record NumberShape(char Point, char? Group)
{
    public static readonly NumberShape Plain = new('.', null);

    /// <summary>Reads a number; false when it is none of this form. A group of other than three digits is none: it would be another number elsewhere.</summary>
    public bool TryRead(string text, out decimal number)
    {
        number = 0;
        ReadOnlySpan<char> left = text;
        Span<char> plain = stackalloc char[64];
        if (left.Length is 0 or > 64)
            return false;
        int length = 0, digits = 0;
        bool isGrouped = false;
        if (left[0] is '-' or '+')
        {
            plain[length++] = left[0];
            left = left[1..];
        }

        for (; left.Length > 0 && left[0] != Point; left = left[1..])
        {
            if (left[0] == Group)
            {
                if (isGrouped ? digits != 3 : digits is 0 or > 3)
                    return false;
                (isGrouped, digits) = (true, 0);
                continue;
            }

            if (!char.IsAsciiDigit(left[0]))
                return false;
            digits++;
            plain[length++] = left[0];
        }

        if (digits == 0 || (isGrouped && digits != 3))
            return false;
        foreach (char one in left)
            plain[length++] = one == Point ? '.' : one;
        return decimal.TryParse(plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
