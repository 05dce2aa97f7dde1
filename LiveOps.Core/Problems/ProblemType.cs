namespace LiveOps.Core.Problems;

/// <summary>One kind of RFC 9457 problem: its stable <c>type</c>, its status and a title that never changes with the occurrence.</summary>
/// <param name="Name">The last part of the type URI.</param>
/// <param name="Status">The HTTP status it goes with.</param>
/// <param name="Title">A short summary.</param>
public sealed record ProblemType(string Name, int Status, string Title)
{
    /// <summary>The type URI.</summary>
    public string Uri { get; } = "https://liveops.dev/problems/" + Name;
}
