using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;

namespace LiveOps.Tests.Core.Bus.Journal;

public sealed class The_journal
{
    private static readonly string[] Three = ["one", "a second record", "and the third, the last"];

    [Fact]
    public async Task What_was_appended_is_read_from_memory_and_after_reopening_from_the_files()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
        {
            await JournalFolder.WriteAsync(journal, Three);
            Assert.Equal(Three, JournalFolder.ReadAll(journal));
        }

        using (var journal = JournalFolder.Open(folder))
        {
            Assert.Equal(0, journal.TornBytes);
            Assert.Equal(Three, JournalFolder.ReadAll(journal));
            await JournalFolder.WriteAsync(journal, "more");
            Assert.Equal([.. Three, "more"], JournalFolder.ReadAll(journal));
        }
    }

    [Fact]
    public async Task Many_appenders_at_once_share_groups_and_every_record_is_whole_across_segments_and_chunks()
    {
        using var folder = new TempFolder();
        string[] expected = [.. Enumerable.Range(0, 4000).Select(i => $"{i}:{new string((char)('a' + i % 26), i % 700)}")];
        using (var journal = JournalFolder.Open(folder, segmentBytes: 100_000))
        {
            await Parallel.ForEachAsync(expected, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (record, _) => await JournalFolder.WriteAsync(journal, record));
            Assert.Equal(expected.Order(StringComparer.Ordinal), JournalFolder.ReadAll(journal).Order(StringComparer.Ordinal));
        }

        Assert.True(JournalFolder.Segments(folder).Length > 5);
        using (var journal = JournalFolder.Open(folder))
            Assert.Equal(expected.Order(StringComparer.Ordinal), JournalFolder.ReadAll(journal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_that_may_grow_for_an_hour_is_written_once_it_is_large_or_the_journal_closes(bool large)
    {
        using var folder = new TempFolder();
        var options = new JournalOptions { Folder = folder.File("journal"), ChunkBytes = 1 << 17, GroupBytes = 1 << 15, GroupInterval = TimeSpan.FromHours(1) };
        var appended = new List<Task>();
        using (var journal = LiveOps.Core.Bus.Journal.Journal.Open(options, TimeProvider.System))
        {
            for (int i = 0; i < 500; i++)
                appended.Add(journal.AppendAsync([], [1]).AsTask());
            if (large)
            {
                await journal.AppendAsync([], new byte[options.GroupBytes]);
                await Task.WhenAll(appended);
            }
        }

        await Task.WhenAll(appended);
        using (var journal = JournalFolder.Open(folder))
            Assert.Equal(large ? 501 : 500, JournalFolder.ReadAll(journal).Count);
    }

    [Fact]
    public async Task A_tail_torn_at_any_byte_of_the_last_record_is_cut_and_what_was_before_stays()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
            await JournalFolder.WriteAsync(journal, Three);
        string path = Assert.Single(JournalFolder.Segments(folder));
        byte[] whole = File.ReadAllBytes(path);
        int last = 12 + Three[2].Length;
        for (int keep = 0; keep < last; keep++)
        {
            File.WriteAllBytes(path, whole[..(whole.Length - last + keep)]);
            using (var journal = JournalFolder.Open(folder))
            {
                Assert.Equal(keep, journal.TornBytes);
                Assert.Equal(Three[..2], JournalFolder.ReadAll(journal));
                await JournalFolder.WriteAsync(journal, "again");
            }

            using (var journal = JournalFolder.Open(folder))
                Assert.Equal([.. Three[..2], "again"], JournalFolder.ReadAll(journal));
        }
    }

    [Fact]
    public async Task A_bit_flipped_anywhere_in_what_was_durable_is_refused_with_segment_and_offset()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
            await JournalFolder.WriteAsync(journal, Three);
        string path = Assert.Single(JournalFolder.Segments(folder));
        byte[] whole = File.ReadAllBytes(path);
        int end = whole.Length - 12 - Three[2].Length; // the last record may as well be torn
        for (int at = 0; at < end; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, flipped);
            var e = Assert.Throws<JournalException>(() => JournalFolder.Open(folder));
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
            if (at >= 32)
                Assert.Contains(at < 32 + 12 + Three[0].Length ? "offset 32" : $"offset {32 + 12 + Three[0].Length}", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_whole_before_damage_can_be_kept_by_cutting_at_the_offset_named()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
            await JournalFolder.WriteAsync(journal, Three);
        string path = Assert.Single(JournalFolder.Segments(folder));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[32 + 12 + Three[0].Length + 15] ^= 4;
        File.WriteAllBytes(path, bytes);
        var e = Assert.Throws<JournalException>(() => JournalFolder.Open(folder));
        int offset = int.Parse(System.Text.RegularExpressions.Regex.Match(e.Message, @"at offset (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllBytes(path, bytes[..offset]);
        using (var journal = JournalFolder.Open(folder))
            Assert.Equal(Three[..1], JournalFolder.ReadAll(journal));
    }

    [Fact]
    public async Task A_write_torn_inside_its_group_is_cut_whole_though_later_records_of_the_group_survived()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
        {
            await JournalFolder.WriteAsync(journal, "before");
        }

        // A power cut may keep the second page of one unacknowledged write and lose the first.
        string path = Assert.Single(JournalFolder.Segments(folder));
        int before = File.ReadAllBytes(path).Length;
        byte[] lost = Record("lost page", behind: 0), kept = Record("kept page", behind: lost.Length);
        lost.AsSpan().Clear();
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path), .. lost, .. kept]);
        using (var journal = JournalFolder.Open(folder))
        {
            Assert.Equal(["before"], JournalFolder.ReadAll(journal));
            Assert.Equal(lost.Length + kept.Length, journal.TornBytes);
        }

        Assert.Equal(before, new FileInfo(path).Length);
    }

    [Fact]
    public async Task A_missing_segment_is_refused()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder, segmentBytes: 100))
            await JournalFolder.WriteAsync(journal, Enumerable.Range(0, 50).Select(i => $"record {i}"));
        File.Delete(JournalFolder.Segments(folder)[2]);
        Assert.Contains("missing", Assert.Throws<JournalException>(() => JournalFolder.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segments_before_a_position_are_deleted_and_what_is_behind_is_still_read()
    {
        using var folder = new TempFolder();
        using var journal = JournalFolder.Open(folder, segmentBytes: 100);
        await JournalFolder.WriteAsync(journal, Enumerable.Range(0, 50).Select(i => $"record {i}"));
        int all = JournalFolder.Segments(folder).Length;
        journal.DeleteBefore(journal.Durable / 2);
        Assert.InRange(JournalFolder.Segments(folder).Length, 1, all - 5);
        Assert.Equal("record 49", JournalFolder.ReadAll(journal, journal.Oldest)[^1]);
    }

    [Fact]
    public async Task Appending_to_a_closed_journal_says_that_the_bus_is_unavailable()
    {
        using var folder = new TempFolder();
        var journal = JournalFolder.Open(folder);
        journal.Dispose();
        await Assert.ThrowsAsync<BusUnavailableException>(async () => await JournalFolder.WriteAsync(journal, "late"));
    }

    private static byte[] Record(string text, int behind)
    {
        byte[] payload = System.Text.Encoding.UTF8.GetBytes(text), record = new byte[12 + payload.Length];
        RecordFormat.WriteHeader(record, payload.Length, behind, RecordFormat.PayloadCrc(~0u, payload));
        payload.CopyTo(record, 12);
        return record;
    }
}
