using System.Diagnostics;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>A disk that fills up, on a file system of the test's own.</summary>
public sealed class FullDiskTests
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

            File.Delete(filler);
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
            await live.RestartAsync();
            Assert.Equal(accepted + 2, (await live.JsonAsync("progression", "/v1/players/disk")).GetProperty("xp").GetInt64());
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
