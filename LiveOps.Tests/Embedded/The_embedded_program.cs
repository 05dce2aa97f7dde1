using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Embedded;

/// <summary>The embedded system as a program: how it starts, refuses to start, and ends.</summary>
public sealed class The_embedded_program
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
            await IsReadyAsync(http, live, service);
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
        await IsReadyAsync(http, first, "gateway");
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
    [InlineData("DB_KIND", "oracle")]
    [InlineData("SECRETS_DIR", "/no/such/folder")]
    [InlineData("SECRETS_DIR", "/dev/null")]
    [InlineData("JOURNAL_SEGMENT_MEGABYTES", "4096")]
    [InlineData("Signing__Keys__mobile", "a secret of the game, 32 bytes and more")]
    [InlineData("Signing__Keys__mobile__x", "a secret of the game, 32 bytes and more")]
    [InlineData("Intake__Secrets__shop", "a secret of the shop, 16 bytes and more")]
    [InlineData("Receipts__Keys", "a secret of receipts, 32 bytes and more")]
    public Task A_bad_setting_is_named(string name, string value) => RefusesAsync(name, (name, value));

    [Fact]
    public async Task A_secret_given_as_a_file_is_the_one_in_force_and_none_is_made()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("given"));
        File.WriteAllText(folder.File("given/HMAC_SECRET"), LiveSystem.Secret);
        using var live = LiveProcess.Start(folder.File("data"), ("HMAC_SECRET", ""), ("SECRETS_DIR", folder.File("given")));
        await live.ReadyAsync();
        Assert.False(File.Exists(folder.File("data/secrets/HMAC_SECRET")));
        Assert.True(File.Exists(folder.File("data/secrets/RECEIPT_SECRET")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("data/secrets/RECEIPT_SECRET")));
        using var http = new HttpClient();
        byte[] body = """{"id":"e","playerId":"p","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":1}}"""u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(live.Address("gateway"), "/v1/events")) { Content = new ByteArrayContent(body) };
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        request.Headers.Add(StandardWebhooks.IdHeader, "one");
        request.Headers.Add(StandardWebhooks.TimestampHeader, $"{now}");
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(System.Text.Encoding.UTF8.GetBytes(LiveSystem.Secret), "one", now, body));
        Assert.Equal(HttpStatusCode.Accepted, (await http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_damaged_journal_is_refused_with_the_file_and_the_place()
    {
        using var folder = new TempFolder();
        string segment = await SegmentAsync(folder);
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[3] ^= 1;
        File.WriteAllBytes(segment, bytes);
        await RefusesAsync(segment, ("LIVEOPS_DATA", folder.File("data")));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_with_a_warning_that_says_where()
    {
        using var folder = new TempFolder();
        string segment = await SegmentAsync(folder);
        long end = new FileInfo(segment).Length;
        File.AppendAllText(segment, "torn");
        using var again = LiveProcess.Start(folder.File("data"));
        await again.ReadyAsync();
        Assert.Contains($"4 bytes at the journal's end were no whole record and are cut: {segment}, offset {end}", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_logs_are_JSON_every_line_of_its_output_is()
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"), ("LOG_FORMAT", "json"));
        await live.SaysAsync("LiveOps is ready");
        live.Signal("TERM");
        Assert.Equal(0, await live.ExitAsync());
        string[] lines = live.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] said = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement ready = said.Single(line => line.GetProperty("message").GetString()!.StartsWith("LiveOps is ready", StringComparison.Ordinal)).GetProperty("data");
        Assert.Equal(folder.File("data"), ready.GetProperty("Data").GetString());
        Assert.StartsWith("http://", ready.GetProperty("Gateway").GetString(), StringComparison.Ordinal);
        Assert.Contains(said, line => line.GetProperty("message").GetString()!.StartsWith("LiveOps stops", StringComparison.Ordinal));
    }

    // On a machine with much to do its answer may not come in the time that it gives itself.
    private static Task IsReadyAsync(HttpClient http, LiveProcess live, string service) => Until.TrueAsync(
        async () =>
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(live.Address(service), "/readyz"));
            return answer.StatusCode == HttpStatusCode.OK;
        },
        () => $"{service} is not ready:\n{live.Output}");

    /// <summary>The journal's segment in <c>data</c>, of a system that has run and was stopped.</summary>
    private static async Task<string> SegmentAsync(TempFolder folder)
    {
        using var live = LiveProcess.Start(folder.File("data"));
        await live.ReadyAsync();
        live.Signal("TERM");
        await live.ExitAsync();
        return Assert.Single(Directory.GetFiles(folder.File("data/journal")));
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
