using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Tests.Core.Ids;

public sealed class Sets_of_ids
{
    private const int Many = 200_000; // several hundred pages, split many times over

    [Fact]
    public void What_was_added_is_there_and_nothing_else()
    {
        var ids = new IdSet();
        Assert.False(ids.Contains(Id(0)));
        for (int i = 0; i < Many; i++)
        {
            Assert.False(ids.Contains(Id(i)));
            ids.Add(Id(i));
        }

        Assert.Equal(Many, ids.Count);
        for (int i = 0; i < Many; i++)
            Assert.True(ids.Contains(Id(i)));
        for (int i = Many; i < 2 * Many; i++)
            Assert.False(ids.Contains(Id(i)));
    }

    [Fact]
    public void Ids_that_differ_in_a_few_bits_do_not_fall_together()
    {
        var ids = new IdSet();
        for (ulong i = 0; i < 100_000; i++)
        {
            ids.Add(new UInt128(i << 40, 7));
            ids.Add(new UInt128(7, i << 40 | 1));
        }

        Assert.Equal(200_000, ids.Count);
        Assert.True(ids.Contains(new UInt128(99_999UL << 40, 7)));
        Assert.False(ids.Contains(new UInt128(100_000UL << 40, 7)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(Many)]
    public void What_is_written_in_one_or_in_parts_is_read_again(int count)
    {
        var ids = new IdSet();
        for (int i = 0; i < count; i++)
            ids.Add(Id(i));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        ids.Save(writer);
        Assert.Equal((long)count * IdSet.IdBytes, stream.Length);
        ids.SaveParts(writer, new Lock());
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        IdSet whole = new(), parts = new();
        whole.Load(reader, count);
        parts.LoadParts(reader);
        Assert.Equal(stream.Length, stream.Position);
        foreach (IdSet read in new[] { whole, parts })
        {
            Assert.Equal(count, read.Count);
            for (int i = 0; i < count; i++)
                Assert.True(read.Contains(Id(i)));
        }
    }

    [Fact]
    public void What_was_there_before_is_in_the_parts_however_many_come_while_they_are_written()
    {
        const int before = 30_000;
        var ids = new IdSet();
        var gate = new Lock();
        for (int i = 0; i < before; i++)
            ids.Add(Id(i));
        using var stream = new AddingStream(ids, gate, before);
        ids.SaveParts(new BinaryWriter(stream), gate);
        Assert.True(ids.Count > 2 * before, "the pages were to split while they were written");
        stream.Position = 0;
        var read = new IdSet();
        read.LoadParts(new BinaryReader(stream));
        for (int i = 0; i < before; i++)
            Assert.True(read.Contains(Id(i)));
        var once = new IdSet();
        for (int i = 0; i < ids.Count; i++)
        {
            if (read.Contains(Id(i)))
                once.Add(Id(i));
        }

        Assert.Equal(read.Count, once.Count); // none is written twice, and none that was not added
    }

    [Fact]
    public async Task Others_look_up_while_one_adds_and_find_all_that_no_split_has_in_hand()
    {
        var ids = new RecentIds(TimeSpan.FromDays(1), 4 * Many);
        int added = 0;
        Task adding = Task.Run(() =>
        {
            for (int i = 0; i < Many; i++)
            {
                ids.Add(Id(i), 0);
                Volatile.Write(ref added, i + 1);
            }
        });
        int missed = 0, looked = 0;
        var known = new bool[64];
        var some = new UInt128[known.Length];
        while (!adding.IsCompleted)
        {
            int bound = Volatile.Read(ref added);
            if (bound == 0)
                continue;
            for (int i = 0; i < some.Length; i += 2)
                (some[i], some[i + 1]) = (Id(looked++ % bound), Id(-1 - looked)); // one that is there, one that never is
            known.AsSpan().Clear();
            ids.MarkKnown(some, known);
            for (int i = 0; i < some.Length; i += 2)
            {
                missed += known[i] ? 0 : 1;
                Assert.False(known[i + 1]);
            }
        }

        await adding;
        Assert.True(missed <= looked / 10, $"{missed} of {looked} ids were not found"); // a split has one page in hand, of hundreds
        for (int i = 0; i < Many; i++)
            Assert.True(ids.Contains(Id(i)));
    }

    private static UInt128 Id(int i) => IdHash.Of(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));

    // Adds to the set whenever a part of it has been written.
    private sealed class AddingStream(IdSet ids, Lock gate, int first) : MemoryStream
    {
        private int _next = first;

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            Add();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            Add();
        }

        private void Add()
        {
            Assert.False(gate.IsHeldByCurrentThread);
            lock (gate)
            {
                for (int i = 0; i < 500; i++)
                    ids.Add(Id(_next++));
            }
        }
    }
}
