using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>The backup command beside a running system, and a second system on what it copied.</summary>
public sealed class The_backup_command
{
    private const int Players = 5;

    [Fact]
    public async Task A_second_system_on_a_copy_taken_under_load_counts_everything_acknowledged_before_it_once()
    {
        using var copies = new TempFolder();
        File.WriteAllText(copies.File("fairness.json"), Killed_at_any_moment.Lenient());
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("POLICY_DIR", copies.Path), ("JOURNAL_SEGMENT_MEGABYTES", "1"), ("SNAPSHOT_MEGABYTES", "1"));
        var sent = new List<(string Id, string Body)>();
        int acknowledged = 0;
        using var stop = new CancellationTokenSource();
        Task client = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                (string id, string body) = (LiveSystem.NewId("backup"), Body(live));
                lock (sent)
                    sent.Add((id, body));
                using HttpResponseMessage answer = await live.SendAsync(body, id);
                Assert.Equal(202, (int)answer.StatusCode);
                Interlocked.Increment(ref acknowledged);
            }
        });
        while (Volatile.Read(ref acknowledged) < 20)
            await Task.Yield();

        int before = Volatile.Read(ref acknowledged);
        using (var backup = LiveProcess.Start(["backup", copies.File("copy")], live.DataFolder))
        {
            Assert.True(await backup.ExitAsync() == 0, backup.Output);
            Assert.Contains("is a backup of " + live.DataFolder, backup.Output, StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        await client;
        int most = Volatile.Read(ref acknowledged);
        await using LiveSystem restored = await LiveSystem.StartAsync(null, ("POLICY_DIR", copies.Path), ("LIVEOPS_DATA", copies.File("copy")));
        Assert.InRange(await XpAsync(restored), before * Players, most * Players);
        using (HttpResponseMessage first = await restored.SendAsync(sent[0].Body, sent[0].Id))
        {
            Assert.Equal(202, (int)first.StatusCode);
            Assert.Equal("true", Assert.Single(first.Headers.GetValues("Idempotency-Replayed")));
        }

        // Everything again: what the copy holds counts no second time, what came after it counts now.
        foreach ((string id, string body) in sent)
        {
            using HttpResponseMessage answer = await restored.SendAsync(body, id);
            Assert.Equal(202, (int)answer.StatusCode);
        }

        await restored.EventuallyAsync("progression", $"/v1/players/p{Players - 1}", player => player.GetProperty("xp").GetInt64() == sent.Count);
        Assert.Equal(sent.Count * Players, await XpAsync(restored));
    }

    [Fact]
    public async Task Without_a_folder_to_copy_to_or_from_it_says_so_and_ends_with_1()
    {
        using var folder = new TempFolder();
        using (var nowhere = LiveProcess.Start(["backup"], folder.File("data")))
        {
            Assert.Equal(1, await nowhere.ExitAsync());
            Assert.Contains("Say where to", nowhere.Output, StringComparison.Ordinal);
        }

        using (var nothing = LiveProcess.Start(["backup", folder.File("copy")], folder.File("data")))
        {
            Assert.Equal(1, await nothing.ExitAsync());
            Assert.Contains("No backup was taken", nothing.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_target_may_end_in_a_slash_and_an_empty_one_is_told()
    {
        using var folder = new TempFolder();
        using (var live = LiveProcess.Start(folder.File("data")))
        {
            await live.ReadyAsync();
            using (var backup = LiveProcess.Start(["backup", folder.File("copy") + Path.DirectorySeparatorChar], folder.File("data")))
                Assert.True(await backup.ExitAsync() == 0, backup.Output);
            live.Signal("TERM");
            await live.ExitAsync();
        }

        Assert.Equal(["copy", "data"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(Directory.Exists(folder.File("copy/journal")));
        using var empty = LiveProcess.Start(["backup", ""], folder.File("data"));
        Assert.Equal(1, await empty.ExitAsync());
        Assert.Contains("Say where to", empty.Output, StringComparison.Ordinal);
    }

    private static string Body(LiveSystem live) => $$"""{"events":[{{string.Join(',', Enumerable.Range(0, Players).Select(player => live.Xp($"p{player}", 1)))}}]}""";

    private static async Task<long> XpAsync(LiveSystem live)
    {
        long sum = 0;
        for (int player = 0; player < Players; player++)
            sum += (await live.JsonAsync("progression", $"/v1/players/p{player}")).GetProperty("xp").GetInt64();
        return sum;
    }
}
