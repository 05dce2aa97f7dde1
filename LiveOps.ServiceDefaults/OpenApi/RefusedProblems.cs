using LiveOps.Core.Problems;

namespace LiveOps.ServiceDefaults.OpenApi;

/// <summary>Problems that a call answers with.</summary>
/// <param name="Problems">Which.</param>
public sealed record RefusedProblems(IReadOnlyList<ProblemType> Problems);
