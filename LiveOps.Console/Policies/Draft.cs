using LiveOps.Console.Differences;
using LiveOps.Console.Services;

namespace LiveOps.Console.Policies;

/// <summary>A document as it is being edited, and what was asked of it last.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="ETag">The version that it began with.</param>
/// <param name="Asked">What was asked: <c>validate</c>, <c>diff</c>, <c>dry-run</c>, <c>save</c>.</param>
/// <param name="Reason">Why it is changed.</param>
/// <param name="EffectiveAt">When it is to come into force, as it was typed.</param>
/// <param name="Result">What the service said to it.</param>
/// <param name="Difference">From what is in force.</param>
public sealed record Draft(string Text, string ETag, string Asked = "", string Reason = "", string EffectiveAt = "", Answer? Result = null, IReadOnlyList<DiffLine>? Difference = null)
{
    /// <summary>Whether it was typed into fields.</summary>
    public bool ByFields { get; init; }

    /// <summary>Whether somebody typed it: then it is shown whether or not the service answers.</summary>
    public bool IsTyped => Asked.Length > 0;

    /// <summary>What is wrong with it, by line.</summary>
    public IReadOnlyList<Part> Faults => Result is null ? [] : Result.Json["faults"].Items;
}
