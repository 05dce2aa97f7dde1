using LiveOps.Core.Problems;

namespace LiveOps.Core.Events;

/// <summary>Why one event of a request was not accepted.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Id">Its id; null when it has no valid one.</param>
/// <param name="Type">The problem, which also gives the status.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="RetryAfter">Whole seconds until trying again can help; 0 when it cannot or nobody knows.</param>
public readonly record struct Rejection(int Index, string? Id, ProblemType Type, string Detail, int RetryAfter = 0);
