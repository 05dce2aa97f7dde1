namespace LiveOps.Leaderboard.Ranks;

/// <summary>A node of a <see cref="RankTree"/>; knows its place, so that a rank is found by walking up, without comparing keys.</summary>
internal abstract class Node
{
    public Branch? Parent;

    /// <summary>Its index among the parent's children.</summary>
    public int Slot;

    /// <summary>Entries of a leaf; children of a branch.</summary>
    public int Count;

    /// <summary>Entries below.</summary>
    public abstract int Total { get; }
}
