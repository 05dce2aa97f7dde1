using LiveOps.Client.Outboxes;
using LiveOps.Client.Outboxes.Storage;

namespace LiveOps.Tests.Client;

/// <summary>An outbox that is full, by its own bound or by the disk's.</summary>
public sealed class The_outbox_when_there_is_no_room
{
    private const int Room = 1 << 20;

    [Fact]
    public void Full_it_refuses_the_newest_and_counts_them_and_takes_others_once_some_were_sent()
    {
        using Outbox outbox = Outbox.Open(new MemoryStorage(), new OutboxOptions { MaxBytes = Room });
        int kept = 0;
        while (The_outbox_after_a_crash.Add(outbox, $"e-{kept + 1}") == AddOutcome.Kept)
            kept++;

        Assert.InRange(outbox.Counts.Bytes, Room * 9 / 10, Room);
        Assert.Equal((kept, 1, 0), (outbox.Counts.Waiting, outbox.Counts.Refused, outbox.Counts.Dropped));
        while (outbox.Counts.Bytes > Room / 2)
        {
            The_outbox_after_a_crash.Read(outbox, 1000, out Batch batch);
            outbox.Settle(batch, batch.Count);
        }

        Assert.Equal(AddOutcome.Kept, The_outbox_after_a_crash.Add(outbox, "later"));
        List<string> left = The_outbox_after_a_crash.Drain(outbox);
        Assert.Equal([.. Enumerable.Range(1, kept).Skip(kept + 1 - left.Count).Select(i => $"e-{i}"), "later"], left);
    }

    [Fact]
    public void Full_it_drops_the_oldest_where_that_is_asked_for_also_under_a_batch_that_is_on_its_way()
    {
        using Outbox outbox = Outbox.Open(new MemoryStorage(), new OutboxOptions { MaxBytes = Room, WhenFull = WhenFull.DropOldest });
        The_outbox_after_a_crash.Add(outbox, "e-0");
        The_outbox_after_a_crash.Read(outbox, 10, out Batch sent);
        int added = 1;
        for (; outbox.Counts.Dropped == 0; added++)
            Assert.Equal(AddOutcome.Kept, The_outbox_after_a_crash.Add(outbox, $"e-{added}"));
        outbox.Settle(sent, 1);

        long dropped = outbox.Counts.Dropped;
        Assert.InRange(outbox.Counts.Bytes, Room / 2, Room);
        Assert.Equal(Enumerable.Range(0, added).Skip((int)dropped).Select(i => $"e-{i}"), The_outbox_after_a_crash.Drain(outbox));
        Assert.Equal((0, 0), (outbox.Counts.Waiting, outbox.Counts.Refused));
    }

    [Fact]
    public void A_file_that_may_not_grow_so_large_is_a_disk_that_does_not_take_it()
    {
        using var folder = new TempFolder();
        using var file = new DiskFile(folder.File("file"), FileMode.CreateNew);
        Assert.Throws<IOException>(() => file.Write(1L << 62, new byte[1]));
    }

    [Fact]
    public void What_a_full_disk_did_not_take_never_comes_back_and_what_it_took_before_is_all_there()
    {
        for (int room = 0; room < 700; room += 7)
        {
            var storage = new SmallStorage(room);
            var kept = new List<string>();
            using (Outbox outbox = Outbox.Open(storage, new OutboxOptions()))
            {
                for (int i = 0; i < 8; i++)
                    Note(outbox, $"e-{i}");
                storage.Room = 10_000; // somebody made room
                Note(outbox, "after");

                void Note(Outbox to, string id)
                {
                    if (The_outbox_after_a_crash.Add(to, id) == AddOutcome.Kept)
                        kept.Add(id);
                }
            }

            using Outbox again = Outbox.Open(storage, new OutboxOptions());
            Assert.Equal(kept, The_outbox_after_a_crash.Drain(again));
            Assert.Contains("after", kept);
        }
    }

    [Fact]
    public void A_disk_that_is_full_before_the_first_batch_is_sent_takes_how_far_it_was_sent_all_the_same()
    {
        var storage = new SmallStorage(10_000);
        using (Outbox outbox = Outbox.Open(storage, new OutboxOptions()))
        {
            for (int i = 1; i <= 4; i++)
                The_outbox_after_a_crash.Add(outbox, $"e-{i}");
            storage.Room = 0;
            Assert.Equal(["e-1", "e-2"], The_outbox_after_a_crash.Read(outbox, 2, out Batch sent));
            outbox.Settle(sent, 2);
        }

        using Outbox again = Outbox.Open(storage, new OutboxOptions());
        Assert.Equal(["e-3", "e-4"], The_outbox_after_a_crash.Drain(again));
    }

    [Fact]
    public async Task Many_who_append_at_once_lose_nothing_and_each_stays_in_order()
    {
        using Outbox outbox = Outbox.Open(new MemoryStorage(), new OutboxOptions());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(who => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
                Assert.Equal(AddOutcome.Kept, The_outbox_after_a_crash.Add(outbox, $"{who}-{i}"));
        })));

        List<string> all = The_outbox_after_a_crash.Drain(outbox);
        Assert.Equal(8000, all.Count);
        Assert.All(Enumerable.Range(0, 8), who => Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{who}-{i}"), all.Where(id => id.StartsWith($"{who}-", StringComparison.Ordinal))));
    }

    /// <summary>Memory that takes so many bytes and then fails in the middle of a write, as a disk does.</summary>
    private sealed class SmallStorage(int room) : IStorage
    {
        private readonly MemoryStorage _inner = new();

        public int Room { get; set; } = room;

        public IReadOnlyList<long> Segments => _inner.Segments;

        public IStoredFile Cursor => field ??= new SmallFile(this, _inner.Cursor);

        public IStoredFile Create(long number) => new SmallFile(this, _inner.Create(number));

        public IStoredFile Open(long number) => new SmallFile(this, _inner.Open(number));

        public void SetAside(long number) => _inner.SetAside(number);

        public void Delete(long number) => _inner.Delete(number);

        public void Dispose() => _inner.Dispose();

        private sealed class SmallFile(SmallStorage storage, IStoredFile inner) : IStoredFile
        {
            public long Length => inner.Length;

            public int Read(long at, Span<byte> to) => inner.Read(at, to);

            public void Write(long at, ReadOnlySpan<byte> bytes)
            {
                int over = (int)Math.Clamp(inner.Length - at, 0, bytes.Length), taken = over + Math.Min(storage.Room, bytes.Length - over); // what is written over has its room
                storage.Room -= taken - over;
                inner.Write(at, bytes[..taken]);
                if (taken < bytes.Length)
                    throw new IOException("No space left on device");
            }

            public void Truncate(long length) => inner.Truncate(length);

            public void Sync() => inner.Sync();

            public void Dispose() => inner.Dispose();
        }
    }
}
