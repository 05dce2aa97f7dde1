using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Reviews;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Fairness.Endpoints;

/// <summary>The body of <c>POST /v1/reviews/{case}/decisions</c>.</summary>
/// <param name="Decision">What.</param>
/// <param name="Reason">Why; of a block the player is told.</param>
/// <param name="Seconds">For how many seconds to block; stands with <c>block</c>, and only there.</param>
internal sealed record DecisionRequest(
    [property: AllowedValues("block", "clear", "watch")] string Decision,
    [property: MinLength(1), MaxLength(BlockRequest.MaxReason)] string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seconds)
{
    private static readonly string[] Members = ["decision", "reason", "seconds"];

    /// <summary>Reads a body; what is wrong with it, a sentence, or null when nothing is.</summary>
    public static string? Read(ReadOnlySpan<byte> body, out DecisionRequest? request)
    {
        request = null;
        if (JsonMembers.Check(body, Members) is { } wrong)
            return wrong;
        try
        {
            request = JsonSerializer.Deserialize(JsonTokens.PastMark(body), FairnessJson.Default.DecisionRequest);
            return null;
        }
        catch (JsonException e)
        {
            return $"{(e.Path is ['$', '.', .. var member] ? member : "A member")} is not what it must be.";
        }
    }

    /// <summary>Checks what it says.</summary>
    /// <param name="now">Unix ticks.</param>
    /// <param name="action">Gets what is decided, why, and until when a block holds.</param>
    public Problem? Check(long now, ref CaseAction action)
    {
        CaseVerdict verdict = CaseVerdicts.All.FirstOrDefault(one => one.Word == Decision).Verdict;
        if (verdict == CaseVerdict.Undo)
            return new Problem(ProblemTypes.InvalidParameter, "decision must be block, clear or watch.");
        if (OperatorText.Required("reason", Reason, BlockRequest.MaxReason, out string reason) is { } wrong)
            return wrong;
        if (verdict != CaseVerdict.Block && Seconds is not null)
            return new Problem(ProblemTypes.InvalidParameter, "seconds says how long a block holds, and stands with no other decision.");
        if (verdict == CaseVerdict.Block && !(Seconds is > 0 && Seconds <= BlockRequest.Longest.TotalSeconds))
            return new Problem(ProblemTypes.InvalidParameter, "A block needs seconds: how long it holds, ten years at the most.");
        action = action with { Verdict = verdict, Reason = reason, Until = Seconds is { } seconds ? now + seconds * TimeSpan.TicksPerSecond : 0 };
        return null;
    }
}

/// <summary>The body of <c>POST /v1/reviews/{case}/undo</c>.</summary>
/// <param name="Reason">Why.</param>
internal sealed record UndoRequest([property: MinLength(1), MaxLength(BlockRequest.MaxReason)] string Reason);
