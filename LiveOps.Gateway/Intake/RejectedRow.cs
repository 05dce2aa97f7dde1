using LiveOps.Core.Problems;

namespace LiveOps.Gateway.Intake;

/// <summary>Why a row was not accepted.</summary>
/// <param name="Line">Where it begins in the body, from 1.</param>
/// <param name="Id">Its event's id; null where it has none.</param>
/// <param name="Type">The problem, which also gives the status.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="RetryAfter">Whole seconds until sending again can help; 0 when it cannot or nobody knows.</param>
internal readonly record struct RejectedRow(int Line, string? Id, ProblemType Type, string Detail, int RetryAfter = 0);
