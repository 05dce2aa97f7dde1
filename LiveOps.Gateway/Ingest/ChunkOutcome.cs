using LiveOps.Core.Events;
using LiveOps.Core.Problems;

namespace LiveOps.Gateway.Ingest;

/// <summary>What became of a part of what was sent.</summary>
/// <param name="Accepted">How many events were accepted.</param>
/// <param name="Duplicates">How many were known already.</param>
/// <param name="Rejected">The others, by their places in the part; lent until the next part.</param>
internal readonly record struct ChunkOutcome(int Accepted, int Duplicates, IReadOnlyList<Rejection> Rejected)
{
    /// <summary>Why nothing of the part was accepted, nor found wrong; null when something came of it.</summary>
    public Problem? Failure { get; init; }
}
