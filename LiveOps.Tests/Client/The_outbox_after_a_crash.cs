using System.Text;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;

namespace LiveOps.Tests.Client;

/// <summary>An outbox that is opened again after its process, or its machine, went away at any point.</summary>
public sealed class The_outbox_after_a_crash
{
    private static readonly EventIds Ids = new();

    [Fact]
    public void Cut_at_any_byte_it_gives_back_every_event_that_was_whole_and_takes_new_ones()
    {
        using var folder = new TempFolder();
        using (Outbox outbox = Open(folder, null))
        {
            for (int i = 1; i <= 3; i++)
                Assert.Equal(AddOutcome.Kept, Add(outbox, $"e-{i}"));
        }

        string file = Assert.Single(Directory.GetFiles(folder.File("outbox"), "*.events"));
        byte[] whole = File.ReadAllBytes(file);
        int record = (whole.Length - SegmentHeader.Length) / 3;
        for (int length = 0; length <= whole.Length; length++)
        {
            using var again = new TempFolder();
            Directory.CreateDirectory(again.File("outbox"));
            File.WriteAllBytes(Path.Combine(again.File("outbox"), Path.GetFileName(file)), whole[..length]);
            int left = Math.Max(0, length - SegmentHeader.Length) / record;
            using (Outbox outbox = Open(again, null))
            {
                Assert.Equal(left, outbox.Counts.Waiting);
                Add(outbox, "new");
            }

            using Outbox last = Open(again, null);
            Assert.Equal([.. Enumerable.Range(1, left).Select(i => $"e-{i}"), "new"], Drain(last));
        }
    }

    [Fact]
    public void With_any_bit_turned_round_it_gives_back_what_lies_before_and_nothing_that_was_never_written()
    {
        using var folder = new TempFolder();
        using (Outbox outbox = Open(folder, null))
        {
            for (int i = 1; i <= 2; i++)
                Add(outbox, $"e-{i}");
        }

        string file = Assert.Single(Directory.GetFiles(folder.File("outbox"), "*.events"));
        byte[] whole = File.ReadAllBytes(file);
        int record = (whole.Length - SegmentHeader.Length) / 2;
        for (int at = 0; at < whole.Length; at++)
        {
            using var again = new TempFolder();
            Directory.CreateDirectory(again.File("outbox"));
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(Path.Combine(again.File("outbox"), Path.GetFileName(file)), damaged);
            using Outbox outbox = Open(again, null);
            Assert.Equal(Enumerable.Range(1, Math.Max(0, at - SegmentHeader.Length) / record * (at < SegmentHeader.Length ? 0 : 1)).Select(i => $"e-{i}"), Drain(outbox));
            Assert.True(outbox.Counts.TornBytes > 0);
        }
    }

    [Fact]
    public void A_batch_that_was_cut_is_the_same_after_a_crash_and_what_was_settled_is_gone()
    {
        using var folder = new TempFolder();
        using (Outbox outbox = Open(folder, null))
        {
            for (int i = 1; i <= 10; i++)
                Add(outbox, $"e-{i}");
            Assert.Equal(["e-1", "e-2", "e-3"], Read(outbox, 3, out Batch first));
            outbox.Settle(first, 2);
            Assert.Equal(["e-3", "e-4"], Read(outbox, 2, out _));
        }

        using (Outbox outbox = Open(folder, null))
        {
            Add(outbox, "e-11");
            Assert.Equal(["e-3", "e-4"], Read(outbox, 100, out Batch same));
            Assert.Equal(["e-3"], Read(outbox, 1, out _, cutAgain: true));
            Assert.Equal(["e-3"], Read(outbox, 100, out same));
            outbox.Settle(same, 1);
            Assert.Equal(8, outbox.Counts.Waiting);
        }

        using Outbox last = Open(folder, null);
        Assert.Equal(Enumerable.Range(4, 8).Select(i => $"e-{i}"), Drain(last));
    }

    [Fact]
    public void A_cursor_that_is_torn_at_any_byte_has_events_sent_again_and_loses_none()
    {
        using var folder = new TempFolder();
        using (Outbox outbox = Open(folder, null))
        {
            for (int i = 1; i <= 4; i++)
                Add(outbox, $"e-{i}");
            for (int i = 0; i < 3; i++)
            {
                Read(outbox, 1, out Batch batch);
                outbox.Settle(batch, 1);
            }
        }

        byte[] cursor = File.ReadAllBytes(Path.Combine(folder.File("outbox"), "cursor"));
        for (int at = 0; at < cursor.Length; at++)
        {
            using var again = new TempFolder();
            Directory.CreateDirectory(again.File("outbox"));
            foreach (string file in Directory.GetFiles(folder.File("outbox"), "*.events"))
                File.Copy(file, Path.Combine(again.File("outbox"), Path.GetFileName(file)));
            byte[] torn = [.. cursor];
            torn[at] ^= 0x55;
            File.WriteAllBytes(Path.Combine(again.File("outbox"), "cursor"), torn);
            using Outbox outbox = Open(again, null);
            Assert.Contains(Drain(outbox).First(), new[] { "e-3", "e-4" });
        }
    }

    [Fact]
    public void Segments_come_and_go_and_only_what_was_settled_goes()
    {
        using var folder = new TempFolder();
        var given = new List<string>();
        int added = 0;
        for (int round = 0; round < 4; round++)
        {
            using Outbox outbox = Open(folder, null);
            for (int i = 0; i < 3000; i++)
                Add(outbox, $"e-{++added}");
            while (outbox.Counts.Waiting > 500 && Read(outbox, 700, out Batch batch) is { Count: > 0 } ids)
            {
                given.AddRange(ids);
                outbox.Settle(batch, batch.Count);
            }

            Assert.InRange(Directory.GetFiles(folder.File("outbox"), "*.events").Length, 1, 4);
        }

        using Outbox last = Open(folder, null);
        given.AddRange(Drain(last));
        Assert.Equal(Enumerable.Range(1, added).Select(i => $"e-{i}"), given);
    }

    [Fact]
    public void Encrypted_nothing_is_to_be_read_in_its_files_and_another_key_opens_nothing()
    {
        using var folder = new TempFolder();
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], other = new byte[32];
        using (Outbox outbox = Open(folder, key))
        {
            Add(outbox, "secret-event");
            Add(outbox, "e-2");
        }

        foreach (string file in Directory.GetFiles(folder.File("outbox"), "*.events"))
            Assert.DoesNotContain("secret-event", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
        Assert.Throws<OutboxException>(() => Open(folder, other));
        Assert.Throws<OutboxException>(() => Open(folder, null));
        using Outbox again = Open(folder, key);
        Assert.Equal(["secret-event", "e-2"], Drain(again));
    }

    [Fact]
    public void Two_on_one_folder_are_one_too_many_and_the_folder_is_free_when_the_first_has_gone()
    {
        using var folder = new TempFolder();
        using (Outbox first = Open(folder, null))
        {
            OutboxException refused = Assert.Throws<OutboxException>(() => Open(folder, null));
            Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
            Add(first, "e-1");
        }

        using Outbox second = Open(folder, null);
        Assert.Equal(["e-1"], Drain(second));
    }

    internal static AddOutcome Add(Outbox outbox, string id, byte putOff = 0)
    {
        Span<byte> text = stackalloc byte[EventText.MaxLength], frame = stackalloc byte[EventText.MaxLength + Records.FrameHead];
        int length = EventText.Write(GameEvent.Xp("ada", 1).WithId(id), Ids, DateTimeOffset.UnixEpoch, text);
        return outbox.Append(frame[..Records.Frame(text[..length], putOff, frame)], 1).Outcome;
    }

    internal static List<string> Read(Outbox outbox, int most, out Batch batch, bool cutAgain = false)
    {
        batch = new Batch();
        if (!outbox.Read(batch, most, 1 << 20, cutAgain))
            return [];
        Batch read = batch;
        return [.. Enumerable.Range(0, batch.Count).Select(i => Encoding.ASCII.GetString(EventText.IdOf(read.TextOf(i))))];
    }

    internal static List<string> Drain(Outbox outbox)
    {
        var all = new List<string>();
        while (Read(outbox, 1000, out Batch batch) is { Count: > 0 } ids)
        {
            all.AddRange(ids);
            outbox.Settle(batch, batch.Count);
        }

        return all;
    }

    private static Outbox Open(TempFolder folder, byte[]? key) => Outbox.Open(new OutboxOptions { Folder = folder.File("outbox"), EncryptionKey = key, MaxBytes = 1 << 20 });
}
