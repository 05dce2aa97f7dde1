using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>Copies of a data folder, taken while it is written to and after.</summary>
public sealed class Copies_of_a_data_folder
{
    [Fact]
    public async Task Copies_taken_while_snapshots_and_segments_come_and_go_hold_all_that_was_acknowledged_before_once()
    {
        using var folder = new TempFolder();
        using var copies = new TempFolder();
        var sums = new List<(long Before, long After)>();
        using (var fed = new FedStates(folder, snapshotBytes: 3000, segmentBytes: 2000))
        {
            long started = 0, acknowledged = 0;
            using var stop = new CancellationTokenSource();
            Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Interlocked.Increment(ref started);
                    await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp($"p{writer}", 1)));
                    Interlocked.Increment(ref acknowledged);
                }
            }))];
            while (fed.Journal.Oldest == 0)
                await Task.Yield(); // until the first segment was deleted
            for (int copy = 0; copy < 10; copy++)
            {
                long before = Interlocked.Read(ref acknowledged);
                FolderBackup.Take(folder.Path, copies.File($"{copy}"));
                sums.Add((before, Interlocked.Read(ref started)));
            }

            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        for (int copy = 0; copy < sums.Count; copy++)
        {
            using var restored = new FedStates(copies.Sub($"{copy}"));
            (long left, long right) = await restored.SumsAsync();
            Assert.InRange(left, sums[copy].Before, sums[copy].After);
            Assert.Equal(left, right);
        }
    }

    [Fact]
    public async Task Letters_and_secrets_come_along_and_secrets_stay_their_owners()
    {
        using var folder = new TempFolder();
        using var copies = new TempFolder();
        using (var fed = new FedStates(folder, poisonOfLeft: "mallory"))
        {
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("mallory", 5)));
            await fed.SumsAsync();
            Directory.CreateDirectory(folder.File("secrets"));
            File.WriteAllText(folder.File("secrets/HMAC_SECRET"), "whsec_");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder.File("secrets/HMAC_SECRET"), UnixFileMode.UserRead);
            FolderBackup.Take(folder.Path, copies.File("copy"));
        }

        Assert.Equal("whsec_", File.ReadAllText(copies.File("copy/secrets/HMAC_SECRET")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(copies.File("copy/secrets/HMAC_SECRET")));
        using var restored = new FedStates(copies.Sub("copy"), poisonOfLeft: "mallory");
        Assert.Single(await restored.Letters("left").ListAsync(null, 10));
    }

    [Fact]
    public async Task Damage_is_told_and_no_folder_of_the_targets_name_is_left()
    {
        using var folder = new TempFolder();
        using var copies = new TempFolder();
        using (var fed = new FedStates(folder))
        {
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)));
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp("ada", 1)));
        }

        string segment = JournalFolder.Segments(folder)[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[60] ^= 1;
        File.WriteAllBytes(segment, bytes);
        Assert.Contains("at offset 32", Assert.Throws<JournalException>(() => FolderBackup.Take(folder.Path, copies.File("copy"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(copies.File("copy")));
        bytes[60] ^= 1;
        File.WriteAllBytes(segment, bytes);

        string snapshot = Directory.GetFiles(folder.File("snapshots/left"))[0];
        bytes = File.ReadAllBytes(snapshot);
        bytes[^1] ^= 1;
        File.WriteAllBytes(snapshot, bytes);
        Assert.Contains(".snapshot is damaged", Assert.Throws<JournalException>(() => FolderBackup.Take(folder.Path, copies.File("copy"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(copies.File("copy")));
        File.Delete(snapshot);
        FolderBackup.Take(folder.Path, copies.File("copy")); // what an unfinished one left behind is no hindrance
    }

    // What a journal does with a group that it could not write. A snapshot is copied before the segments, once all are open: this one takes its time.
    [Fact]
    public async Task A_segment_of_which_a_failed_group_is_cut_while_it_is_copied_is_copied_anew()
    {
        using var folder = new TempFolder();
        using var copies = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
            await JournalFolder.WriteAsync(journal, "one", "two");
        string segment = Assert.Single(JournalFolder.Segments(folder));
        long whole = new FileInfo(segment).Length;
        byte[] large = new byte[64 << 20];
        new SnapshotFiles(folder.File("snapshots/left")).Save(0, stream => stream.Write(large));
        using (var failed = new FileStream(segment, FileMode.Append))
            failed.Write(new byte[100]);

        Task cut = Task.Run(() =>
        {
            string copied = copies.File("copy.unfinished/snapshots");
            for (var patience = new Patience(); !Directory.Exists(copied) && !patience.IsOver;)
                Thread.Yield();
            using var file = new FileStream(segment, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(whole);
        }, TestContext.Current.CancellationToken);
        FolderBackup.Take(folder.Path, copies.File("copy"));
        await cut;

        Assert.Equal(whole, new FileInfo(Assert.Single(JournalFolder.Segments(copies.Sub("copy")))).Length);
        using var restored = JournalFolder.Open(copies.Sub("copy"));
        Assert.Equal(["one", "two"], JournalFolder.ReadAll(restored));
    }

    [Fact]
    public void What_is_no_data_folder_or_is_there_already_is_refused()
    {
        using var folder = new TempFolder();
        Assert.Contains("is no data folder", Assert.Throws<JournalException>(() => FolderBackup.Take(folder.Path, folder.File("copy"))).Message, StringComparison.Ordinal);
        JournalFolder.Open(folder).Dispose();
        Assert.Contains("is there already", Assert.Throws<JournalException>(() => FolderBackup.Take(folder.Path, folder.File("journal"))).Message, StringComparison.Ordinal);
    }
}
