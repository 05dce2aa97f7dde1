using LiveOps.Core.Ids;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Ranks;

namespace LiveOps.Leaderboard.Boards;

/// <summary>Copies entries out of a ranking. What they are made of lies in a table of millions: it is asked for together, and not waited for one after another.</summary>
internal static class TreeRows
{
    /// <summary>Copies the entries from a rank on, as many as there are; none where it is beyond the last.</summary>
    /// <param name="tree">The ranking.</param>
    /// <param name="first">The first rank, from 0.</param>
    /// <param name="count">How many at the most.</param>
    /// <param name="descending">Whether its keys are negated scores.</param>
    /// <param name="ids">The players' ids.</param>
    /// <param name="rows">Where they are added.</param>
    public static void Copy(RankTree tree, int first, int count, bool descending, IdTable ids, RowBuffer rows)
    {
        if (first >= tree.Count)
            return;
        (Leaf? leaf, int at) = tree.Select(first);
        for (int left = Math.Min(count, tree.Count - first); left > 0;)
        {
            if (at == leaf!.Count)
                (leaf, at) = (leaf.Next, 0);
            int end = at + Math.Min(Math.Min(left, Prefetch.Most), leaf!.Count - at);
            left -= end - at;
            Prefetch.Of(in leaf.Keys[at]);
            Prefetch.Of(in leaf.Times[at]);
            ids.PrefetchTexts(leaf.Players.AsSpan(at, end - at));
            for (; at < end; at++)
                rows.Add(++first, descending ? -leaf.Keys[at] : leaf.Keys[at], leaf.Times[at], ids.Utf8(leaf.Players[at]));
        }
    }
}
