using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Tests.Core.Ids;

public sealed class Recent_ids
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void An_id_is_new_once_and_known_from_then_on()
    {
        var ids = new RecentIds(Day, 1_000_000);
        for (int i = 0; i < 100_000; i++)
            Assert.True(ids.Add(Hash(i), now: i));
        for (int i = 0; i < 100_000; i++)
            Assert.False(ids.Add(Hash(i), now: i));
        Assert.Equal(100_000, ids.Count);
    }

    [Fact]
    public void An_id_is_remembered_for_half_the_time_at_least_and_forgotten_after_the_whole()
    {
        var ids = new RecentIds(Day, 1_000_000);
        ids.Add(Hash(1), 0);
        ids.Add(Hash(2), Day.Ticks / 2);
        Assert.True(ids.Contains(Hash(1)));
        ids.Add(Hash(3), Day.Ticks);
        Assert.False(ids.Contains(Hash(1)));
        Assert.True(ids.Contains(Hash(2)));
    }

    [Fact]
    public void Memory_is_bounded_and_the_latest_half_is_kept()
    {
        var ids = new RecentIds(Day, 1000);
        for (int i = 0; i < 100_000; i++)
        {
            ids.Add(Hash(i), 0);
            Assert.True(ids.Count <= 1000);
        }

        for (int i = 99_500; i < 100_000; i++)
            Assert.True(ids.Contains(Hash(i)));
    }

    [Fact]
    public void Zero_is_an_id_like_any_other()
    {
        var ids = new RecentIds(Day, 1000);
        Assert.True(ids.Add(UInt128.Zero, 0));
        Assert.False(ids.Add(UInt128.Zero, 0));
    }

    [Fact]
    public void What_is_saved_is_remembered_after_loading_and_forgotten_at_the_same_times()
    {
        var before = new RecentIds(Day, 1000);
        for (int i = 0; i < 700; i++)
            before.Add(Hash(i), i);
        before.Add(UInt128.Zero, 700);
        using var stream = new MemoryStream();
        before.Save(new BinaryWriter(stream));
        stream.Position = 0;
        var after = new RecentIds(Day, 1000);
        after.Load(new BinaryReader(stream));
        for (int i = 701; i < 3000; i++)
        {
            before.Add(Hash(i), i);
            after.Add(Hash(i), i);
            for (int j = 0; j < i; j += 97)
                Assert.Equal(before.Contains(Hash(j)), after.Contains(Hash(j)));
            Assert.Equal(before.Contains(UInt128.Zero), after.Contains(UInt128.Zero));
        }
    }

    private static UInt128 Hash(int i) => IdHash.Of(Encoding.ASCII.GetBytes($"evt-{i}"));
}
