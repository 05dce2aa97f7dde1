namespace LiveOps.Fairness.Rules;

/// <summary>What a rule looks at.</summary>
internal enum RuleKind
{
    Bounds,
    Gain,
    Jump,
    Deviation,
    Repeat,
    Rhythm,
    Speed,
    Future,
    Past,
}

/// <summary>The names of the kinds in a policy.</summary>
internal static class RuleKinds
{
    public static ReadOnlySpan<(string Word, RuleKind Kind)> All => Names;

    private static readonly (string, RuleKind)[] Names = [.. Enum.GetValues<RuleKind>().Select(kind => (kind.ToString().ToLowerInvariant(), kind))];
}
