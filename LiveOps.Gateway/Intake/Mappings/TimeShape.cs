using System.Globalization;
using LiveOps.Core.Windows;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>How times are written.</summary>
/// <param name="Format"><c>rfc3339</c>, <c>unix</c>, <c>unix-ms</c>, or a format of .NET, such as <c>yyyy-MM-dd HH:mm:ss</c>.</param>
/// <param name="Zone">Where the clock hung, for a format without an offset.</param>
internal sealed record TimeShape(string Format, TimeZoneInfo Zone)
{
    public const string Standard = "rfc3339", Seconds = "unix", Milliseconds = "unix-ms";

    /// <summary>Reads a time. One that the zone's clock showed twice is the first of the two; one that it never showed is none.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public DateTimeOffset Read(string text)
    {
        switch (Format)
        {
            case Standard:
                return Rfc3339.TryParse(text, out DateTimeOffset time) ? time : throw new FormatException("is not a time as 2026-11-20T09:30:00Z");
            case Seconds or Milliseconds:
                return FromUnix(text);
        }

        // A format with an offset says where it was; else the zone does. Where K stands, each text says it or does not.
        if (HasOffset)
        {
            return DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset exact)
                ? exact
                : throw new FormatException($"is not a time of the format {Format}");
        }

        if (!DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime local))
            throw new FormatException($"is not a time of the format {Format}");
        if (local.Kind != DateTimeKind.Unspecified)
            return new DateTimeOffset(local.ToUniversalTime());
        if (Zone.IsInvalidTime(local))
            throw new FormatException($"is a time that clocks in {Zone.Id} did not show");
        TimeSpan offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return local.Ticks - offset.Ticks is >= 0 and var ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new FormatException("is a time beyond those that there are");
    }

    // In a quoted part, or escaped, the letter is a text; nobody writes it there without meaning an offset elsewhere.
    private bool HasOffset => Format.Contains('z', StringComparison.Ordinal);

    private DateTimeOffset FromUnix(string text)
    {
        try
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
                return Format == Seconds ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Beyond the years that there are.
        }

        throw new FormatException($"is not a time in {(Format == Seconds ? "seconds" : "milliseconds")} of Unix");
    }
}
