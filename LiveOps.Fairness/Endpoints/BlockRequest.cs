using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Xml;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Endpoints;

/// <summary>The body of <c>PUT /v1/players/{id}/block</c>: a reason, and exactly one of three ways to say how long.</summary>
/// <param name="Seconds">For so many seconds.</param>
/// <param name="Duration">For an ISO 8601 duration: <c>PT15M</c>.</param>
/// <param name="Until">Until a time, RFC 3339, with its offset.</param>
/// <param name="Reason">Why; the player is told.</param>
internal sealed record BlockRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Duration,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(OffsetTimeConverter))] DateTimeOffset? Until,
    [property: MinLength(1), MaxLength(BlockRequest.MaxReason)] string Reason)
{
    /// <summary>The longest block: ten years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3653);

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 200;

    /// <summary>Checks the body.</summary>
    /// <param name="now">Unix ticks.</param>
    /// <param name="until">Until when: Unix ticks.</param>
    public Problem? Check(long now, out long until)
    {
        until = 0;
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > MaxReason || Reason.Any(char.IsControl))
            return new Problem(ProblemTypes.InvalidParameter, $"reason must be 1 to {MaxReason} characters, none of them a control character.");
        if ((Seconds is null ? 0 : 1) + (Duration is null ? 0 : 1) + (Until is null ? 0 : 1) != 1)
            return new Problem(ProblemTypes.InvalidParameter, "Say how long in one way: seconds, duration or until.");
        if (Length(now) is not { } length)
            return new Problem(ProblemTypes.InvalidParameter, "duration must be an ISO 8601 duration of days and less, such as P7D or PT15M.");
        if (length <= 0 || length > Longest.Ticks)
            return new Problem(ProblemTypes.InvalidParameter, "The block must end after now and within ten years.");
        until = now + length;
        return null;
    }

    // Null where it cannot be read.
    private long? Length(long now)
    {
        if (Seconds is { } seconds)
            return seconds is > 0 && seconds <= Longest.TotalSeconds ? seconds * TimeSpan.TicksPerSecond : 0;
        if (Until is { } until)
            return Times.Of(until) - now;
        try
        {
            return XmlConvert.ToTimeSpan(Duration!).Ticks;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }
}
