using System.Diagnostics;
using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Embedded;

/// <summary>What the README tells a newcomer to type.</summary>
public sealed class What_the_README_says
{
    [Fact]
    public async Task Every_sample_is_signed_with_the_systems_own_key_and_accepted()
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"), ("HMAC_SECRET", ""));
        await live.ReadyAsync();
        string samples = Path.Combine(Repository.Root, "samples");
        string[] files = Directory.GetFiles(samples, "*.json");
        Assert.Equal(6, files.Length);
        foreach (string file in files)
        {
            var start = new ProcessStartInfo("bash", [Path.Combine(samples, "send-event.sh"), file]) { RedirectStandardOutput = true };
            start.Environment["GATEWAY"] = live.Address("gateway").ToString().TrimEnd('/');
            start.Environment["LIVEOPS_DATA"] = folder.File("data");
            start.Environment.Remove("HMAC_SECRET");
            using Process script = Process.Start(start)!;
            string answer = await script.StandardOutput.ReadToEndAsync();
            await script.WaitForExitAsync();
            JsonElement json = JsonDocument.Parse(answer).RootElement;
            Assert.Equal(file.EndsWith("batch.json", StringComparison.Ordinal) ? 4 : 1, json.GetProperty("accepted").GetInt32());
        }
    }

    [Fact]
    public async Task What_the_system_says_to_type_works_as_it_stands_on_other_ports_and_another_folder()
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"), ("HMAC_SECRET", ""));
        await live.ReadyAsync();
        await live.SaysAsync("Ctrl-C");
        string line = live.Output.Split('\n').Single(line => line.Contains("send-event.sh", StringComparison.Ordinal));
        var start = new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        foreach (string setting in new[] { "GATEWAY", "LIVEOPS_DATA", "HMAC_SECRET" })
            start.Environment.Remove(setting);
        using Process script = Process.Start(start)!;
        string answer = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.Equal(1, JsonDocument.Parse(answer).RootElement.GetProperty("accepted").GetInt32());
    }
}
