using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using Microsoft.OpenApi;

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

    /// <summary>Why a call of this service is made that is no block.</summary>
    public static readonly CallParameter Why = CallParameter.Query("reason", "Why, for the audit.", () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = MaxReason });

    private static readonly string[] Members = ["seconds", "duration", "until", "reason"];

    /// <summary>Reads a body; what is wrong with it, a sentence, or null when nothing is.</summary>
    public static string? Read(ReadOnlySpan<byte> body, out BlockRequest? block)
    {
        block = null;
        if (JsonMembers.Check(body, Members) is { } wrong)
            return wrong;
        try
        {
            block = JsonSerializer.Deserialize(JsonTokens.PastMark(body), FairnessJson.Default.BlockRequest);
            return null;
        }
        catch (JsonException e)
        {
            return $"{(e.Path is ['$', '.', .. var member] ? member : "A member")} is not what it must be.";
        }
    }

    /// <summary>Checks what it says.</summary>
    /// <param name="now">Unix ticks.</param>
    /// <param name="until">Until when: Unix ticks.</param>
    /// <param name="reason">Why.</param>
    public Problem? Check(long now, out long until, out string reason)
    {
        until = 0;
        if (OperatorText.Required("reason", Reason, MaxReason, out reason) is { } wrong)
            return wrong;
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
        if (Duration!.Split('T')[0].IndexOfAny(['Y', 'M']) >= 0)
            return null; // how long those are, the calendar says
        try
        {
            return XmlConvert.ToTimeSpan(Duration).Ticks;
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
