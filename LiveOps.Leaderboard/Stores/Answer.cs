using LiveOps.Core.Problems;

namespace LiveOps.Leaderboard.Stores;

/// <summary>What was asked for, or the problem why there is none.</summary>
internal readonly record struct Answer<T>(T? Value, Problem? Problem)
    where T : class
{
    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Problem problem) => new(null, problem);
}
