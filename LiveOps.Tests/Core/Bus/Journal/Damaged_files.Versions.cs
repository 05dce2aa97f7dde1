using System.Buffers.Binary;
using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using LiveOps.Core.Events;
using LiveOps.Fairness.State;
using LiveOps.Gateway.Idempotency;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.Gateway.Webhooks.Stores;
using LiveOps.Leaderboard.State;
using LiveOps.Tests.Progression.State;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <content>Files that a newer version wrote.</content>
public sealed partial class Damaged_files
{
    [Fact]
    public async Task Files_of_a_newer_format_are_refused_with_a_sentence()
    {
        using var folder = new TempFolder();
        string newest = (await TwoSnapshotsAsync(folder))[^1];
        byte[] snapshot = File.ReadAllBytes(newest);
        SetVersion(newest, 2, sealedAt: 36);
        Assert.Contains($"{newest} was written by a newer LiveOps (format 2", Refused(folder), StringComparison.Ordinal);
        File.WriteAllBytes(newest, snapshot);

        string segment = JournalFolder.Segments(folder)[^1];
        SetVersion(segment, 7, sealedAt: 28);
        Assert.Contains($"{segment} was written by a newer LiveOps (format 7", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_a_newer_kind_for_a_consumer_is_refused_with_a_sentence()
    {
        using var folder = new TempFolder();
        using (var journal = JournalFolder.Open(folder))
            await journal.AppendAsync([18, 4, .. "left"u8], "what a later version made up"u8);
        Assert.Contains("a record of kind 18 was written by a newer LiveOps", Refused(folder), StringComparison.Ordinal);
    }

    public static TheoryData<string> Consumers => ["progression", "leaderboard", "fairness", "gateway"];

    [Theory]
    [MemberData(nameof(Consumers))]
    public void A_state_of_a_newer_version_is_refused_with_a_sentence_that_names_the_file(string consumer)
    {
        IJournaledState state = consumer switch
        {
            "progression" => StateUnderTest.New(),
            "leaderboard" => new LeaderboardState(new RecentEvents(TimeSpan.FromHours(1), 1000)),
            "fairness" => new FairnessState(),
            _ => new GatewayJournal(new JournaledRequestMemory(new RequestMemoryOptions()), new WebhookState()),
        };
        using var folder = new TempFolder();
        var snapshots = new SnapshotFiles(folder.Path);
        snapshots.Save(17, stream =>
        {
            var body = new MemoryStream();
            state.Save(body);
            byte[] bytes = body.ToArray();
            bytes[0] = 99;
            stream.Write(bytes);
        });
        var e = Assert.Throws<JournalException>(() => snapshots.Load(state.Load, (path, reason) => Assert.Fail(reason), end: 100));
        Assert.Contains("00000000000000000017.snapshot", e.Message, StringComparison.Ordinal);
        Assert.Contains("version", e.Message, StringComparison.Ordinal);
    }

    private static void SetVersion(string path, ushort version, int sealedAt)
    {
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sealedAt), ~RecordFormat.PayloadCrc(~0u, bytes.AsSpan(0, sealedAt)));
        File.WriteAllBytes(path, bytes);
    }
}
