using LiveOps.Core.Problems;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Why an operator does something, where they need not say.</summary>
public static class OperatorReason
{
    /// <summary>The longest, in characters.</summary>
    public const int MaxLength = 500;

    /// <summary>Null where it may stand in the audit, or is not said.</summary>
    public static Problem? Check(string? reason) => OperatorText.Optional("reason", reason, MaxLength, out _);
}
