namespace LiveOps.Tests.Contract;

/// <summary>The lines by which two texts differ: what is left when their longest common subsequence is taken out.</summary>
internal static class LineDiff
{
    /// <summary>What goes (<c>-</c>) and what comes (<c>+</c>), each with its line's number in its own text.</summary>
    public static IEnumerable<string> Of(string[] before, string[] now)
    {
        int start = 0;
        while (start < before.Length && start < now.Length && before[start] == now[start])
            start++;
        int[,] common = Common(before, now, start);
        for (int i = start, j = start; i < before.Length || j < now.Length;)
        {
            if (i < before.Length && j < now.Length && before[i] == now[j])
                (i, j) = (i + 1, j + 1);
            else if (i < before.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
                yield return $"{i + 1}: - {before[i++]}";
            else
                yield return $"{j + 1}: + {now[j++]}";
        }
    }

    // [i, j]: how many lines the texts have in common from there to their ends.
    private static int[,] Common(string[] before, string[] now, int start)
    {
        int[,] common = new int[before.Length + 1, now.Length + 1];
        for (int i = before.Length - 1; i >= start; i--)
        {
            for (int j = now.Length - 1; j >= start; j--)
                common[i, j] = before[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
