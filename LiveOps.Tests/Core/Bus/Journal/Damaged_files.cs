using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>What disks, operators and other versions do to the files; nothing is ever served from what is not whole.</summary>
public sealed partial class Damaged_files
{
    private const int SnapshotHeader = 40, SegmentHeader = 32;

    [Fact]
    public async Task A_snapshot_with_any_byte_damaged_falls_back_to_the_one_before_and_comes_to_the_same()
    {
        using var folder = new TempFolder();
        string newest = (await TwoSnapshotsAsync(folder))[^1];
        byte[] whole = File.ReadAllBytes(newest);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(newest, damaged);
            using var fed = new FedStates(folder);
            Assert.Equal(30, fed.Left.Sum);
            Assert.Equal(30, fed.Right.Sum);
        }
    }

    [Fact]
    public async Task A_snapshot_cut_anywhere_falls_back_too()
    {
        using var folder = new TempFolder();
        string newest = (await TwoSnapshotsAsync(folder))[^1];
        byte[] whole = File.ReadAllBytes(newest);
        for (int length = 0; length < whole.Length; length += 3)
        {
            File.WriteAllBytes(newest, whole[..length]);
            using var fed = new FedStates(folder);
            Assert.Equal(30, fed.Left.Sum);
        }
    }

    [Theory]
    [InlineData(64 << 20, null)]
    [InlineData(1, "has no usable snapshot")]
    public async Task With_no_whole_snapshot_the_journal_alone_does_and_without_its_beginning_it_is_refused(long segmentBytes, string? refusal)
    {
        using var folder = new TempFolder();
        foreach (string snapshot in await TwoSnapshotsAsync(folder, segmentBytes))
            Damage(snapshot, SnapshotHeader);
        if (refusal is null)
        {
            using var fed = new FedStates(folder);
            Assert.Equal(30, fed.Left.Sum);
        }
        else
        {
            Assert.Contains(refusal, Refused(folder), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_damaged_snapshot_takes_no_whole_ones_place_so_the_next_may_be_damaged_too()
    {
        using var folder = new TempFolder();
        string[] two = await TwoSnapshotsAsync(folder);
        Damage(two[^1], SnapshotHeader);
        using (var fed = new FedStates(folder, segmentBytes: 1))
        {
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 7)));
        }

        string[] now = [.. Directory.GetFiles(folder.File("snapshots/left")).Order(StringComparer.Ordinal)];
        Assert.Equal(two[0], now[0]);
        Assert.Equal(2, now.Length); // the damaged one is gone: after a restart nobody would know it for one
        Damage(now[^1], SnapshotHeader);
        using (var fed = new FedStates(folder, segmentBytes: 1))
        {
            Assert.Equal(37, fed.Left.Sum);
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)));
        }

        using (var fed = new FedStates(folder, segmentBytes: 1))
        {
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)));
        }

        Assert.Equal(2, Directory.GetFiles(folder.File("snapshots/left")).Length); // with two whole ones, what is older goes
    }

    [Fact]
    public async Task A_consumer_that_is_behind_writes_its_snapshots_all_the_same()
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, snapshotBytes: 100_000);
        fed.Left.Going.Reset();
        for (int batch = 0; batch < 100; batch++) // a backlog of several times what is read at once
            await fed.Bus.PublishAsync(TestEvent.Batch([.. Enumerable.Range(0, 280).Select(_ => TestEvent.Xp(new string('a', 60), 1))]));
        fed.Left.Going.Set();
        await fed.SumsAsync();
        Assert.Equal(28_000, fed.Left.Sum);
        Assert.InRange(Directory.GetFiles(folder.File("snapshots/left"), "*.snapshot").Length, 2, 3); // one more for the moment until the oldest goes
    }

    [Fact]
    public void A_snapshot_that_could_not_be_written_leaves_nothing_that_takes_up_room()
    {
        using var folder = new TempFolder();
        var snapshots = new SnapshotFiles(folder.Path);
        Assert.Throws<IOException>(() => snapshots.Save(17, stream =>
        {
            stream.Write(new byte[3 << 20]);
            throw new IOException("the disk is full");
        }));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_file_among_the_snapshots_that_is_none_is_refused_and_named()
    {
        using var folder = new TempFolder();
        string stray = Path.Combine(Path.GetDirectoryName((await TwoSnapshotsAsync(folder))[0])!, "notes.snapshot");
        File.WriteAllText(stray, "");
        Assert.Contains($"{stray} is not a snapshot", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_record_damaged_is_refused_with_segment_and_offset_and_left_as_it_is_when_a_snapshot_holds_it()
    {
        using var folder = new TempFolder();
        await TwoSnapshotsAsync(folder);
        string segment = JournalFolder.Segments(folder)[^1];
        byte[] whole = File.ReadAllBytes(segment);
        var options = new JournalOptions { Folder = folder.File("journal"), DurableBefore = SnapshotFiles.NewestIn(folder.File("snapshots")) };
        for (int at = SegmentHeader; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(segment, damaged);
            var e = Assert.Throws<JournalException>(() => LiveOps.Core.Bus.Journal.Journal.Open(options, TimeProvider.System));
            Assert.Contains($"{segment} is damaged at offset {SegmentHeader}: the record there does not match its checksum, and a snapshot holds it", e.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(segment));
        }

        // Nothing of it stands for a write that was under way.
        File.WriteAllBytes(segment, [.. whole, 1, 2, 3]);
        using var journal = LiveOps.Core.Bus.Journal.Journal.Open(options, TimeProvider.System);
        Assert.Equal((3, $"{segment}, offset {whole.Length}"), (journal.TornBytes, journal.OpenedAt));
    }

    [Fact]
    public async Task A_snapshot_from_beyond_the_journals_end_is_refused_with_both_positions()
    {
        using var folder = new TempFolder();
        string newest = (await TwoSnapshotsAsync(folder))[^1];
        string[] segments = JournalFolder.Segments(folder);
        File.Delete(segments[^1]);
        string refused = Refused(folder);
        Assert.Contains(Path.GetFileName(newest), refused, StringComparison.Ordinal); // of either consumer: they load side by side
        Assert.Contains($"the journal ends at {long.Parse(Path.GetFileNameWithoutExtension(segments[^1]), System.Globalization.CultureInfo.InvariantCulture)}", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bit_flipped_anywhere_in_a_segment_that_must_be_replayed_is_refused_with_segment_and_offset()
    {
        using var folder = new TempFolder();
        using (var fed = new FedStates(folder, segmentBytes: 1))
        {
            foreach (int amount in new[] { 1, 2, 3 })
                await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", amount)));
            fed.Crash();
        }

        string middle = JournalFolder.Segments(folder)[1];
        byte[] whole = File.ReadAllBytes(middle);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(middle, damaged);
            string refused = Refused(folder);
            Assert.Contains(middle, refused, StringComparison.Ordinal);
            if (at >= SegmentHeader)
                Assert.Contains($"at offset {SegmentHeader}", refused, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("snapshots/left")]
    [InlineData("journal")]
    public async Task A_file_that_cannot_be_read_is_refused_and_named(string of)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a link to itself needs rights there");
        using var folder = new TempFolder();
        await TwoSnapshotsAsync(folder);
        string file = Directory.GetFiles(folder.File(of)).Order(StringComparer.Ordinal).Last();
        File.Delete(file);
        File.CreateSymbolicLink(file, file); // no rights, not even root's, open what leads to itself
        Assert.Contains(file, Refused(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("snapshots/left")]
    [InlineData("journal")]
    public async Task A_folder_where_a_file_should_be_is_refused_and_named(string of)
    {
        using var folder = new TempFolder();
        await TwoSnapshotsAsync(folder);
        string file = Directory.GetFiles(folder.File(of)).Order(StringComparer.Ordinal).Last();
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.Contains(file, Refused(folder), StringComparison.Ordinal);
    }

    // Two snapshots of each state, at 20 and 30, over segments of one record each unless told otherwise.
    private static async Task<string[]> TwoSnapshotsAsync(TempFolder folder, long segmentBytes = 1)
    {
        foreach (int amount in new[] { 20, 10 })
        {
            using var fed = new FedStates(folder, segmentBytes: segmentBytes);
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", amount - 5)));
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 5)));
        }

        string[] snapshots = [.. Directory.GetFiles(folder.File("snapshots/left")).Order(StringComparer.Ordinal)];
        Assert.Equal(2, snapshots.Length);
        return snapshots;
    }

    private static string Refused(TempFolder folder) => Assert.Throws<JournalException>(() => new FedStates(folder).Dispose()).Message;

    private static void Damage(string path, int at)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
