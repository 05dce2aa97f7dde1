using LiveOps.Progression.Players;

namespace LiveOps.Tests.Progression.Players;

public sealed class Short_lists
{
    [Fact]
    public void Lists_keep_their_entries_whatever_their_neighbours_do()
    {
        var random = new Random(5);
        var pool = new ShortLists<int>();
        var lists = new ShortList[200];
        List<int>[] expected = [.. lists.Select(_ => new List<int>())];
        for (int step = 0; step < 60_000; step++)
        {
            int at = random.Next(lists.Length);
            if (random.Next(500) == 0)
            {
                pool.Clear(ref lists[at]);
                expected[at].Clear();
            }
            else
            {
                pool.Add(ref lists[at], step);
                expected[at].Add(step);
            }
        }

        for (int i = 0; i < lists.Length; i++)
            Assert.Equal(expected[i], pool.Of(lists[i]).ToArray());
    }

    [Fact]
    public void The_longest_list_fills_a_page()
    {
        var pool = new ShortLists<int>();
        ShortList list = default, other = default;
        pool.Add(ref other, -1);
        for (int i = 0; i < ShortLists<int>.MaxLength; i++)
            pool.Add(ref list, i);

        Assert.Equal(Enumerable.Range(0, ShortLists<int>.MaxLength), pool.Of(list).ToArray());
        Assert.Equal([-1], pool.Of(other).ToArray());
    }
}
