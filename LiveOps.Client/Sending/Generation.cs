namespace LiveOps.Client.Sending;

/// <summary>
/// How often an event was put off, in the one byte that a record has for it: 0 for never, then 1 to 255 and 1 again. Of one player no two lie in an outbox that are
/// more than a few apart, so that they are compared as serial numbers are (RFC 1982).
/// </summary>
internal static class Generation
{
    private const int Count = 255;

    /// <summary>The one after.</summary>
    public static byte After(byte one) => (byte)((one % Count) + 1);

    /// <summary>Whether one came before another.</summary>
    public static bool IsBefore(byte one, byte other) => one == 0 ? other != 0 : other != 0 && ((other - one + Count) % Count) is > 0 and <= Count / 2;

    /// <summary>The later of two.</summary>
    public static byte Later(byte one, byte other) => IsBefore(one, other) ? other : one;
}
