using LiveOps.Core.Problems;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Why an operator does something, where they need not say.</summary>
public static class OperatorReason
{
    /// <summary>The longest, in characters.</summary>
    public const int MaxLength = 500;

    /// <summary>Null where it may stand in the audit, or is not said.</summary>
    public static Problem? Check(string? reason) => OperatorText.Optional("reason", reason, MaxLength, out _);

    /// <summary>The reason of a call that takes it in its query and in its body, without blanks around it; a problem where both have one, and not the same.</summary>
    public static Problem? OneOf(string? inQuery, string? inBody, out string? reason)
    {
        reason = (inBody ?? inQuery)?.Trim(' ');
        return inQuery is null || inBody is null || inQuery.Trim(' ') == reason
            ? null
            : new Problem(ProblemTypes.InvalidParameter, "reason stands in the query and in the body, and they differ: send one.");
    }
}
