using System.Net;
using System.Net.Sockets;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>The embedded system as a program: how it starts, refuses to start, and ends.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_says_where_it_is_and_ends_with_0_when_told_to(string signal)
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"));
        await live.ReadyAsync();
        Assert.Contains(folder.File("data"), live.Output, StringComparison.Ordinal);
        Assert.Contains("samples/send-event.sh", live.Output, StringComparison.Ordinal);
        using var http = new HttpClient();
        foreach (string service in new[] { "gateway", "fairness", "leaderboard", "progression" })
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(live.Address(service), "/readyz"))).StatusCode);
        live.Signal(signal);
        Assert.Equal(0, await live.ExitAsync());
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_ends_it_with_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        await RefusesAsync($"Port {port} is in use", ("LEADERBOARD_PORT", port));
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_folder_is_refused_and_the_first_goes_on()
    {
        using var folder = new TempFolder();
        using var first = LiveProcess.Start(folder.File("data"));
        await first.ReadyAsync();
        using var second = LiveProcess.Start(folder.File("data"));
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("Another LiveOps runs on the data folder", second.Output, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(first.Address("gateway"), "/readyz"))).StatusCode);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("file"), "");
        await RefusesAsync("cannot be written: set LIVEOPS_DATA", ("LIVEOPS_DATA", folder.File("file/data")));
    }

    [Theory]
    [InlineData("HMAC_SECRET", "too-short-a-secret")]
    [InlineData("RECEIPT_SECRET", "too-short-a-secret")]
    [InlineData("GATEWAY_PORT", "http")]
    [InlineData("BIND_ADDRESS", "nowhere")]
    [InlineData("BUS_KIND", "pigeons")]
    [InlineData("FAIRNESS_UNAVAILABLE", "maybe")]
    public Task A_bad_setting_is_named(string name, string value) => RefusesAsync(name, (name, value));

    [Fact]
    public async Task A_damaged_journal_is_refused_with_the_file_and_the_place()
    {
        using var folder = new TempFolder();
        using (var live = LiveProcess.Start(folder.File("data")))
        {
            await live.ReadyAsync();
            live.Signal("TERM");
            await live.ExitAsync();
        }

        string segment = Directory.GetFiles(folder.File("data/journal"))[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[3] ^= 1;
        File.WriteAllBytes(segment, bytes);
        await RefusesAsync(segment, ("LIVEOPS_DATA", folder.File("data")));
    }

    private static async Task RefusesAsync(string sentence, (string, string) setting)
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"), setting);
        Assert.Equal(1, await live.ExitAsync());
        Assert.Contains(sentence, live.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", live.Output, StringComparison.Ordinal); // a sentence, no stack trace
    }
}
