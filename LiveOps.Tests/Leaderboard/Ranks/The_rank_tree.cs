using LiveOps.Leaderboard.Ranks;

namespace LiveOps.Tests.Leaderboard.Ranks;

public sealed class The_rank_tree
{
    [Theory]
    [InlineData(1, 60, 4_000)]
    [InlineData(2, 700, 40_000)]
    [InlineData(3, 20_000, 120_000)]
    public void Agrees_with_a_sorted_set_after_every_kind_of_change(int seed, int players, int steps)
    {
        var random = new Random(seed);
        var tree = new RankTree();
        var model = new SortedSet<(long Key, long Time, int Player)>();
        var entries = new Dictionary<int, (long Key, long Time)>();
        for (int step = 1; step <= steps; step++)
        {
            // Waves, so that the tree both grows to its height and shrinks to nothing.
            bool shrinking = step % (steps / 2) > steps / 3;
            int player = random.Next(players);
            if (random.Next(10) < (shrinking ? 8 : 2))
            {
                bool removed = entries.Remove(player, out (long Key, long Time) old);
                Assert.Equal(removed, tree.Remove(player));
                model.Remove((old.Key, old.Time, player));
            }
            else
            {
                long key = random.Next(players / 4 + 1);
                if (entries.TryGetValue(player, out (long Key, long Time) old))
                    model.Remove((old.Key, old.Time, player));
                entries[player] = (key, step);
                model.Add((key, step, player));
                tree.Set(player, key, step);
            }

            if (step % (steps / 20) == 0)
                AssertSame(model, tree);
        }

        foreach (int player in entries.Keys)
            Assert.True(tree.Remove(player));
        AssertSame([], tree);
        tree.Set(7, 1, 1);
        AssertSame([(1, 1, 7)], tree);
    }

    // Hundreds have the same key and time, so that whole leaves do, and the bounds between them.
    [Theory]
    [InlineData(1, 700, 40_000)]
    [InlineData(2, 5_000, 60_000)]
    public void Where_keys_and_times_are_equal_it_goes_by_an_order_of_players(int seed, int players, int steps)
    {
        var random = new Random(seed);
        int[] places = [.. Enumerable.Range(0, players)];
        random.Shuffle(places);
        Comparer<int> ties = Comparer<int>.Create((one, other) => places[one].CompareTo(places[other]));
        var tree = new RankTree(ties: ties);
        var model = new SortedSet<(long Key, long Time, int Player)>(Comparer<(long Key, long Time, int Player)>.Create((one, other) =>
            (one.Key, one.Time).CompareTo((other.Key, other.Time)) is not 0 and int order ? order : ties.Compare(one.Player, other.Player)));
        var entries = new Dictionary<int, (long Key, long Time)>();
        for (int step = 1; step <= steps; step++)
        {
            int player = random.Next(players);
            if (entries.Remove(player, out (long Key, long Time) old))
                model.Remove((old.Key, old.Time, player));
            if (random.Next(10) < (step % (steps / 2) > steps / 3 ? 7 : 1))
            {
                Assert.Equal(old != default, tree.Remove(player));
            }
            else
            {
                entries[player] = (random.Next(1, 3), random.Next(3));
                model.Add((entries[player].Key, entries[player].Time, player));
                tree.Set(player, entries[player].Key, entries[player].Time);
            }

            if (step % (steps / 10) == 0)
                AssertSame(model, tree);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Leaves_full_leaves_behind_when_scores_only_rise_or_only_fall(int direction)
    {
        var tree = new RankTree();
        for (int i = 0; i < 10_000; i++)
            tree.Set(i, (long)direction * i, i);
        int leaves = 0;
        for (Leaf? leaf = tree.First; leaf is not null; leaf = leaf.Next)
            leaves++;
        Assert.Equal(10_000 / Leaf.Capacity + 1, leaves);
    }

    [Fact]
    public void Refuses_to_append_what_is_out_of_order_or_there_already()
    {
        var tree = new RankTree();
        Assert.True(tree.TryAppend(1, 5, 10));
        Assert.False(tree.TryAppend(2, 5, 10));
        Assert.False(tree.TryAppend(2, 4, 11));
        Assert.False(tree.TryAppend(1, 6, 11));
        Assert.True(tree.TryAppend(2, 5, 11));
        AssertSame([(5, 10, 1), (5, 11, 2)], tree);
    }

    [Fact]
    public void A_tree_built_by_appending_is_as_good_as_one_that_grew()
    {
        var tree = new RankTree(50_000);
        var model = new SortedSet<(long, long, int)>();
        for (int i = 0; i < 50_000; i++)
        {
            Assert.True(tree.TryAppend(i, i / 3, i));
            model.Add((i / 3, i, i));
        }

        AssertSame(model, tree);
        for (int i = 0; i < 50_000; i += 2)
        {
            tree.Set(i, 7, 50_000 + i);
            model.Remove((i / 3, i, i));
            model.Add((7, 50_000 + i, i));
        }

        AssertSame(model, tree);
    }

    private static void AssertSame(SortedSet<(long Key, long Time, int Player)> model, RankTree tree)
    {
        Assert.Equal(model.Count, tree.Count);
        int rank = 0;
        foreach ((long key, long time, int player) in model)
        {
            (Leaf leaf, int at) = tree.Select(rank);
            if ((leaf.Keys[at], leaf.Times[at], leaf.Players[at]) != (key, time, player) || tree.RankOf(player) != rank
                || !tree.TryFind(player, out long foundKey, out long foundTime) || (foundKey, foundTime) != (key, time))
            {
                Assert.Fail($"rank {rank} should be player {player} with {key} at {time}");
            }

            rank++;
        }

        int walked = 0;
        for (Leaf? leaf = tree.First; leaf is not null; leaf = leaf.Next)
            walked += leaf.Count;
        Assert.Equal(rank, walked);
        Assert.Equal(-1, tree.RankOf(int.MaxValue - 1));
    }
}
