using System.Diagnostics;
using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Embedded;

/// <summary>A disk that fills up, on a file system of the test's own.</summary>
public sealed class A_disk_that_fills_up
{
    [Fact]
    public async Task A_full_disk_is_a_503_with_nothing_half_written_and_when_there_is_room_again_it_goes_on()
    {
        using var folder = new TempFolder();
        string disk = folder.File("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipWhen(Run("mount", "-t", "tmpfs", "-o", "size=4m", "liveops-test", disk) != 0, "mounting a small file system needs root");
        try
        {
            await using LiveSystem live = await LiveSystem.StartAsync(null, ("LIVEOPS_DATA", Path.Combine(disk, "data")));
            await live.AcceptAsync(live.Xp("disk", 1, "before"));
            string filler = Path.Combine(disk, "filler");
            await File.WriteAllBytesAsync(filler, new byte[1]);
            Run("sh", "-c", $"cat /dev/zero > {filler} 2>/dev/null");

            string refused = live.Xp("disk", 2, "refused");
            int accepted = 1;
            HttpResponseMessage answer;
            while ((int)(answer = await live.SendAsync(live.Xp("disk", 1))).StatusCode == 202)
                accepted++; // the last page of the segment still had room
            await answer.ProblemAsync(503, "unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
            using var again = await live.SendAsync(refused, "the-refused-one");
            await again.ProblemAsync(503, "unavailable");
            string? why = null;
            await Until.TrueAsync(
                async () =>
                {
                    using HttpResponseMessage red = await live.GetAsync("gateway", "/readyz");
                    why = Assert.Single((await red.JsonAsync(503)).GetProperty("missing").EnumerateArray()).GetProperty("reason").GetString();
                    return why == "no space is left for the journal; no event is accepted until there is";
                },
                () => $"{why}");

            File.Delete(filler);
            await live.EventuallyAsync("gateway", "/readyz", ready => ready.GetProperty("status").GetString() == "ready"); // though nobody sends anything
            JsonElement json = default;
            for (var patience = new Patience(); !patience.IsOver; await Task.Delay(20))
            {
                using var retry = await live.SendAsync(refused, "the-refused-one");
                if ((int)retry.StatusCode == 202)
                {
                    json = await retry.JsonAsync(202);
                    break;
                }
            }

            Assert.Equal(1, json.GetProperty("accepted").GetInt32());
            await live.EventuallyAsync("progression", "/v1/players/disk", player => player.GetProperty("xp").GetInt64() == accepted + 2);
            foreach (string service in new[] { "progression", "leaderboard", "fairness" }) // what was refused is nobody's backlog
                await Until.TrueAsync(async () => (await (await live.GetAsync(service, "/metrics")).Content.ReadAsStringAsync()).Contains("\nbus_lag_events 0\n", StringComparison.Ordinal), () => $"{service} lags");
            await live.RestartAsync();
            Assert.Equal(accepted + 2, (await live.JsonAsync("progression", "/v1/players/disk")).GetProperty("xp").GetInt64());
        }
        finally
        {
            Run("umount", "-l", disk);
        }
    }

    [Fact]
    public async Task One_line_of_the_log_says_that_no_space_is_left_and_one_that_there_is_again()
    {
        using var folder = new TempFolder();
        string disk = folder.File("disk"), data = Path.Combine(disk, "data"), filler = Path.Combine(disk, "filler");
        Directory.CreateDirectory(disk);
        Assert.SkipWhen(Run("mount", "-t", "tmpfs", "-o", "size=4m", "liveops-test", disk) != 0, "mounting a small file system needs root");
        try
        {
            using var live = LiveProcess.Start(data);
            await live.ReadyAsync();
            Run("sh", "-c", $"cat /dev/zero > {filler} 2>/dev/null");
            using var http = new HttpClient();
            var patience = new Patience();
            for (int refused = 0; refused < 3; Assert.False(patience.IsOver, "a full disk takes everything"))
                refused += await SendAsync(live) == 503 ? 1 : 0;

            await live.SaysAsync("No space is left on the disk of " + data);
            File.Delete(filler);
            await Until.TrueAsync(async () => (int)(await http.GetAsync(new Uri(live.Address("gateway"), "/readyz"))).StatusCode == 200, () => live.Output);
            Assert.Equal(202, await SendAsync(live));
            await live.SaysAsync("can be written again.");
            Assert.Equal(2, live.Output.Split("No space is left").Length);
            Assert.Equal(2, live.Output.Split("can be written again.").Length);
        }
        finally
        {
            Run("umount", "-l", disk);
        }
    }

    private static async Task<int> SendAsync(LiveProcess live)
    {
        string id = LiveSystem.NewId("disk");
        using HttpResponseMessage answer = await live.SendAsync($$$"""{"id":"{{{id}}}","playerId":"p","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":1}}""");
        return (int)answer.StatusCode;
    }

    [Fact]
    public async Task A_changed_policy_that_a_full_disk_cannot_take_ends_the_start_with_a_sentence()
    {
        using var folder = new TempFolder();
        string disk = folder.File("disk"), data = Path.Combine(disk, "data");
        Directory.CreateDirectory(disk);
        Assert.SkipWhen(Run("mount", "-t", "tmpfs", "-o", "size=4m", "liveops-test", disk) != 0, "mounting a small file system needs root");
        try
        {
            using (var live = LiveProcess.Start(data))
            {
                await live.ReadyAsync();
                live.Signal("TERM");
                Assert.Equal(0, await live.ExitAsync());
            }

            string boards = string.Join(',', Enumerable.Range(0, 900).Select(board => $$""" "board-{{board}}":{} """)); // more than the last page has room for
            File.WriteAllText(folder.File("leaderboard.json"), $$$"""{"boards":{{{{boards}}}}}""");
            Run("sh", "-c", $"cat /dev/zero > {Path.Combine(disk, "filler")} 2>/dev/null");
            using var refused = LiveProcess.Start(data, ("POLICY_DIR", folder.Path));
            Assert.Equal(1, await refused.ExitAsync());
            Assert.Contains("The leaderboard's policy is not in force yet, and the journal could not be written: ", refused.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled", refused.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("\n   at ", refused.Output, StringComparison.Ordinal);
        }
        finally
        {
            Run("umount", "-l", disk);
        }
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
