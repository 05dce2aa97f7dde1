using LiveOps.Client.Outboxes;
using LiveOps.Client.Outboxes.Storage;

namespace LiveOps.Tests.Client;

/// <summary>What an outbox asks of its disk: few files at once, and what is damaged stays.</summary>
public sealed class The_outbox_on_its_disk
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task Encrypted_it_is_appended_to_and_read_at_once()
    {
        using Outbox outbox = Outbox.Open(new MemoryStorage(), new OutboxOptions { EncryptionKey = Key });
        const int Events = 3_000;
        Task adding = Task.Run(() =>
        {
            for (int i = 0; i < Events; i++)
                The_outbox_after_a_crash.Add(outbox, $"e-{i}");
        });
        var all = new List<string>();
        while (all.Count < Events && !(adding.IsCompleted && outbox.Counts.Waiting == 0))
            all.AddRange(The_outbox_after_a_crash.Drain(outbox));
        await adding;

        Assert.Equal(Enumerable.Range(0, Events).Select(i => $"e-{i}"), all);
        Assert.Equal(0, outbox.Counts.Dropped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Started_again_and_again_offline_it_has_two_segments_open_at_the_most(bool isEncrypted)
    {
        var storage = new CountedStorage();
        var options = new OutboxOptions { EncryptionKey = isEncrypted ? Key : null };
        for (int i = 0; i < 12; i++)
        {
            using Outbox offline = Outbox.Open(storage, options);
            Assert.Equal(0, storage.Open);
            Assert.Equal(AddOutcome.Kept, The_outbox_after_a_crash.Add(offline, $"e-{i}"));
            The_outbox_after_a_crash.Read(offline, 1, out _);
            Assert.InRange(storage.Open, 1, 2);
        }

        Assert.Equal(0, storage.Open);
        using Outbox outbox = Outbox.Open(storage, options);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"e-{i}"), The_outbox_after_a_crash.Drain(outbox));
        Assert.Equal((0, 2), (storage.Open, storage.Most));
        Assert.Empty(storage.Segments);
    }

    [Fact]
    public void A_segment_whose_header_is_damaged_is_put_by_and_counted_and_one_of_a_newer_form_is_refused()
    {
        using var folder = new TempFolder();
        var options = new OutboxOptions { Folder = folder.File("outbox") };
        using (Outbox outbox = Outbox.Open(options))
            The_outbox_after_a_crash.Add(outbox, "e-1");
        string file = Assert.Single(Directory.GetFiles(options.Folder!, "*.events"));
        byte[] whole = File.ReadAllBytes(file), damaged = [.. whole], newer = [.. whole];
        damaged[10] ^= 1;
        newer[3] = (byte)'2';
        BitConverter.GetBytes(Crc32C.Of(newer.AsSpan(0, 32))).CopyTo(newer, 32);
        for (int i = 0; i < 2; i++)
        {
            File.WriteAllBytes(file, damaged);
            using Outbox outbox = Outbox.Open(options);
            Assert.Equal((0, whole.Length), (outbox.Counts.Waiting, outbox.Counts.TornBytes));
        }

        Assert.Equal(2, Directory.GetFiles(options.Folder!, "*.damaged").Count(kept => File.ReadAllBytes(kept).SequenceEqual(damaged)));
        File.WriteAllBytes(file, newer);
        Assert.Throws<OutboxException>(() => Outbox.Open(options));
        Assert.Equal(newer, File.ReadAllBytes(file));
    }

    /// <summary>Memory that stays when the outbox goes, and counts what is open.</summary>
    private sealed class CountedStorage : IStorage
    {
        private readonly MemoryStorage _inner = new();

        public int Open { get; private set; }

        public int Most { get; private set; }

        public IReadOnlyList<long> Segments => _inner.Segments;

        public IStoredFile Cursor => _inner.Cursor;

        public IStoredFile Create(long number) => new CountedFile(this, _inner.Create(number));

        IStoredFile IStorage.Open(long number) => new CountedFile(this, _inner.Open(number));

        public void SetAside(long number) => _inner.SetAside(number);

        public void Delete(long number) => _inner.Delete(number);

        public void Dispose() => _inner.Dispose();

        private sealed class CountedFile : IStoredFile
        {
            private readonly CountedStorage _storage;
            private readonly IStoredFile _inner;

            public CountedFile(CountedStorage storage, IStoredFile inner)
            {
                (_storage, _inner) = (storage, inner);
                storage.Most = Math.Max(storage.Most, ++storage.Open);
            }

            public long Length => _inner.Length;

            public int Read(long at, Span<byte> to) => _inner.Read(at, to);

            public void Write(long at, ReadOnlySpan<byte> bytes) => _inner.Write(at, bytes);

            public void Truncate(long length) => _inner.Truncate(length);

            public void Sync() => _inner.Sync();

            public void Dispose() => _storage.Open--;
        }
    }
}
