namespace LiveOps.Progression.Rules;

/// <summary>How much XP each level takes. Immutable.</summary>
internal sealed class LevelTable
{
    /// <summary>The most levels there can be.</summary>
    public const int MaxLevels = 1_000_000;

    /// <summary>The most XP that may lie between two levels.</summary>
    public const long MaxStep = 1L << 53;

    // _from[n] is the XP at which level n + 1 begins.
    private readonly long[] _from;

    private LevelTable(long[] from) => _from = from;

    /// <summary>The highest level.</summary>
    public int Top => _from.Length;

    /// <summary>
    /// From level n to n + 1 it takes <c>base · n^exponent</c>, rounded half away from zero and at least 1. Levels end with
    /// <paramref name="max"/>, or where more XP would be needed than a player can have.
    /// </summary>
    public static LevelTable OfCurve(double @base, double exponent, int max)
    {
        var from = new List<long> { 0 };
        for (int n = 1; n < max; n++)
        {
            // The square root is exact everywhere; Math.Pow may differ in the last bit from one machine's library to another's.
            double power = exponent == 1.5 ? n * Math.Sqrt(n) : Math.Pow(n, exponent);
            double step = Math.Max(1, Math.Round(@base * power, MidpointRounding.AwayFromZero));
            if (!(from[^1] + step <= Players.Player.MaxXp))
                break;
            from.Add(from[^1] + (long)step);
        }

        return new LevelTable([.. from]);
    }

    /// <summary>From level n to n + 1 it takes the n-th step; after the last step levels end.</summary>
    public static LevelTable OfSteps(IReadOnlyList<long> steps)
    {
        long[] from = new long[steps.Count + 1];
        for (int n = 0; n < steps.Count; n++)
            from[n + 1] = Math.Min(from[n] + steps[n], long.MaxValue / 2);
        return new LevelTable(from);
    }

    /// <summary>The XP at which the level after this one begins; <see cref="long.MaxValue"/> when there is none.</summary>
    public long NextAt(int level) => level < _from.Length ? _from[level] : long.MaxValue;

    /// <summary>The level of so much XP, from 1.</summary>
    public int LevelAt(long xp)
    {
        int found = Array.BinarySearch(_from, xp);
        return found >= 0 ? found + 1 : ~found;
    }
}
