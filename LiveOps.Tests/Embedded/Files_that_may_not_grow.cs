using System.Text.Json;
using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.Win32.SafeHandles;

namespace LiveOps.Tests.Embedded;

/// <summary>A limit on how large a file may be, as file systems and <c>ulimit -f</c> have one: to .NET an argument that is out of range, and not an error of the disk.</summary>
public sealed class Files_that_may_not_grow
{
    private const int Players = 1000;

    [Fact]
    public void What_dotnet_makes_of_a_file_that_is_too_large_is_known_for_what_it_is()
    {
        using var folder = new TempFolder();
        using SafeFileHandle file = File.OpenHandle(folder.File("file"), FileMode.CreateNew, FileAccess.Write);
        Exception thrown = Assert.ThrowsAny<Exception>(() => RandomAccess.Write(file, new byte[1], 1L << 62));
        Assert.True(DiskTrouble.IsTooLarge(thrown) && DiskTrouble.Is(thrown), thrown.ToString());
        Assert.False(DiskTrouble.Is(new InvalidOperationException()));
    }

    [Fact]
    public async Task The_journal_goes_on_in_a_new_segment_where_the_one_before_may_grow_no_more()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits are set by bash");
        const int Kilobytes = 256, Batches = 12;
        using var folder = new TempFolder();
        string data = folder.File("data");
        using (var live = LiveProcess.StartWithFilesUpTo(Kilobytes, [], data))
        {
            await live.ReadyAsync();
            for (int batch = 0; batch < Batches; batch++)
            {
                using HttpResponseMessage answer = await live.SendAsync(Batch($"batch-{batch}"));
                Assert.True((int)answer.StatusCode == 202, live.Output);
            }

            Assert.InRange(Directory.GetFiles(Path.Combine(data, "journal")).Length, 2, Batches);
            Assert.All(Directory.GetFiles(Path.Combine(data, "journal")), segment => Assert.InRange(new FileInfo(segment).Length, 0, Kilobytes << 10));
            live.Kill();
        }

        using var again = LiveProcess.Start(data);
        await again.ReadyAsync();
        Assert.Equal(Batches, await XpAsync(again, "player-7"));
    }

    [Fact]
    public async Task What_no_file_may_hold_is_a_503_that_readyz_explains_and_the_process_takes_what_is_smaller()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits are set by bash");
        using var folder = new TempFolder();
        using var http = new HttpClient();
        string data = folder.File("data");
        using (var live = LiveProcess.StartWithFilesUpTo(40, [], data))
        {
            await live.ReadyAsync();
            var readyz = new Uri(live.Address("gateway"), "/readyz");
            using (HttpResponseMessage refused = await live.SendAsync(Batch("an-id-as-long-as-ids-may-be-for-it-to-take-much-room-x")))
            {
                await refused.ProblemAsync(503, "unavailable");
                Assert.NotNull(refused.Headers.RetryAfter);
            }

            string why = "";
            await Until.TrueAsync(
                async () =>
                {
                    using HttpResponseMessage red = await http.GetAsync(readyz);
                    return (why = (await red.JsonAsync(503)).ToString()).Contains("lets no file be so large", StringComparison.Ordinal);
                },
                () => why);
            await live.SaysAsync("lets no file be so large");

            for (var patience = new Patience(); ; await Task.Delay(20))
            {
                using HttpResponseMessage small = await live.SendAsync(Event("small", 5000));
                if ((int)small.StatusCode == 202)
                    break;
                Assert.False(patience.IsOver, live.Output);
            }

            await Until.TrueAsync(async () => (int)(await http.GetAsync(readyz)).StatusCode == 200, () => live.Output); // one that was asked for before may be answered alike
            await live.SaysAsync("can be written again.");
            live.Kill();
        }

        using var again = LiveProcess.Start(data);
        await again.ReadyAsync();
        Assert.Equal(1, await XpAsync(again, "player-5000"));
        using HttpResponseMessage nobody = await http.GetAsync(new Uri(again.Address("progression"), "/v1/players/player-7"));
        Assert.Equal(404, (int)nobody.StatusCode);
        again.Kill();
        using var backup = LiveProcess.StartWithFilesUpTo(1, ["backup", folder.File("backup")], data);
        Assert.Equal(1, await backup.ExitAsync());
        Assert.Contains("No backup was taken: ", backup.Output, StringComparison.Ordinal);
    }

    private static async Task<long> XpAsync(LiveProcess live, string player)
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(new Uri(live.Address("progression"), "/v1/players/" + player))).RootElement.GetProperty("xp").GetInt64();
    }

    private static string Batch(string id) => $$"""{"events":[{{string.Join(',', Enumerable.Range(0, Players).Select(player => Event($"{id}-{player}", player)))}}]}""";

    private static string Event(string id, int player) =>
        $$$"""{"id":"{{{id}}}","playerId":"player-{{{player}}}","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":1}}""";
}
