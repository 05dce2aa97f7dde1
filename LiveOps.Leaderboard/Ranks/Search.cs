namespace LiveOps.Leaderboard.Ranks;

/// <summary>Binary search without branches that a processor would have to guess: half of the guesses would be wrong.</summary>
internal static class Search
{
    /// <summary>How many of sorted values are less than one.</summary>
    public static int CountLess(ReadOnlySpan<long> sorted, long value)
    {
        int from = 0, length = sorted.Length;
        while (length > 1)
        {
            int half = length >> 1;
            from += sorted[from + half - 1] < value ? half : 0;
            length -= half;
        }

        return length == 1 && sorted[from] < value ? from + 1 : from;
    }
}
