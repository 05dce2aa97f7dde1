using System.Net;
using System.Net.Sockets;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.AppHost;

/// <summary>What whoever types <c>dotnet run --project LiveOps.AppHost</c> reads there, and what the command ends with.</summary>
public sealed class The_AppHost_as_a_program
{
    [Fact]
    public async Task It_says_where_everything_is_ends_all_of_it_with_0_when_told_to_and_finds_its_data_again()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();

        using (var first = LiveProcess.StartAppHost(folder.File("data")))
        {
            await first.ReadyAsync();
            await first.SaysAsync("/login?t="); // the dashboard's link
            using HttpResponseMessage sent = await first.SendAsync("""{"id":"e1","playerId":"ann","type":"boss_killed","occurredAt":"2026-11-20T12:00:00Z","data":{"bossId":"dragon"}}""");
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
            first.Signal("TERM");
            Assert.Equal(0, await first.ExitAsync());
        }

        // The data folder is nobody's by now, else this one would be refused.
        using var second = LiveProcess.StartAppHost(folder.File("data"));
        await second.ReadyAsync();
        Assert.Contains("\"dragon\":1", await http.GetStringAsync(new Uri(second.Address("progression"), "/v1/players/ann")), StringComparison.Ordinal);
        second.Signal("INT");
        Assert.Equal(0, await second.ExitAsync());
    }

    [Theory]
    [InlineData("HMAC_SECRET", "too-short-a-secret", "HMAC_SECRET")]
    [InlineData("LIVEOPS_SYSTEM", "pigeons", "LIVEOPS_SYSTEM must be embedded or cluster.")]
    [InlineData("GATEWAY_PORT", "http", "GATEWAY_PORT must be a whole number from 0 to 65535.")]
    public async Task A_wrong_setting_is_named_and_ends_it(string name, string value, string sentence) => await RefusesAsync(sentence, (name, value));

    [Theory]
    [InlineData("PROGRESSION_PORT")]
    [InlineData("CONSOLE_PORT")]
    [InlineData("ASPNETCORE_URLS")]
    public async Task A_port_in_use_is_named_with_its_setting_and_ends_it(string setting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await RefusesAsync($"Port {port} is in use", (setting, setting == "ASPNETCORE_URLS" ? $"http://localhost:{port}" : $"{port}"));
    }

    [Fact]
    public async Task A_data_folder_that_another_system_has_is_named_and_ends_it()
    {
        using var folder = new TempFolder();
        using var first = LiveProcess.Start(folder.File("data"));
        await first.ReadyAsync();
        await RefusesAsync("Another LiveOps runs on the data folder", ("LIVEOPS_DATA", folder.File("data")));
    }

    private static async Task RefusesAsync(string sentence, params (string Name, string Value)[] settings)
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.StartAppHost(folder.File("data"), settings);
        Assert.NotEqual(0, await live.ExitAsync());
        Assert.Contains(sentence, live.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", live.Output, StringComparison.Ordinal); // a sentence, no stack trace
    }
}
