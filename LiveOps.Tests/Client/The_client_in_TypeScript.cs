using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using LiveOps.Client;
using LiveOps.Client.Players;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Client;

/// <summary>The same client for browsers and Node, built as it is published: <c>clients/typescript</c>.</summary>
public sealed class The_client_in_TypeScript(The_client_in_TypeScript.Built built) : IClassFixture<The_client_in_TypeScript.Built>
{
    private const int MostBytes = 12_000;

    private static readonly string Folder = Path.Combine(Repository.Root, "clients", "typescript");

    [Fact]
    public async Task It_does_in_every_exchange_what_all_clients_do()
    {
        Assert.True(built.IsDone);
        (int exitCode, string output) = await RunAsync("node", ["--test", "--test-reporter=tap", "test/exchanges.mjs"]);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"# pass {Directory.GetFiles(Path.Combine(Repository.Root, "clients", "exchanges"), "*.json").Length}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_asks_for_is_described_and_the_answer_comes_as_it_is()
    {
        Assert.True(built.IsDone);
        (int exitCode, string output) = await RunAsync("node", ["--test", "--test-reporter=tap", "test/reading.mjs"]);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task It_takes_the_secrets_that_all_clients_take_and_signs_as_they_do()
    {
        Assert.True(built.IsDone);
        (int exitCode, string output) = await RunAsync("node", ["--test", "--test-reporter=tap", "test/signing.mjs"]);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task What_goes_wrong_on_a_device_costs_no_event()
    {
        Assert.True(built.IsDone);
        (int exitCode, string output) = await RunAsync("node", ["--test", "--test-reporter=tap", "test/faults.mjs"]);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void It_is_small_depends_on_nothing_and_has_the_version_of_all_else()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (string file in Directory.GetFiles(Path.Combine(Folder, "dist"), "*.js").Order(StringComparer.Ordinal))
                gzip.Write(File.ReadAllBytes(file));
        }

        JsonElement package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "package.json"))).RootElement;
        Assert.InRange(packed.Length, 1, MostBytes);
        Assert.False(package.TryGetProperty("dependencies", out _));
        Assert.Equal(XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value, package.GetProperty("version").GetString());
    }

    [Fact]
    public async Task In_Chromium_offline_it_keeps_events_and_back_they_count_though_the_browser_was_killed_and_the_samples_page_shows_its_board()
    {
        ServerProgram.Find("chromium-headless-shell", "chromium-headless-shell");
        await using LiveSystem live = await LiveSystem.StartAsync();
        await using LiveOpsClient server = ClientWorld.ClientOf(live);
        IssuedKey key = await server.MakePlayerKeyAsync("ada", DateTimeOffset.UtcNow.AddHours(1));

        (string, string)[] where = [("GATEWAY", live.Url("gateway", "/").ToString()), ("LEADERBOARD", live.Url("leaderboard", "/").ToString())];
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using HeardProcess sample = HeardProcess.Start(
            ["node", Path.Combine(Repository.Root, "samples", "node", "server.mjs")], [.. where, ("HMAC_SECRET", LiveSystem.Secret), ("PORT", "0")], line => listens.TrySetResult(line));
        string address = await listens.Task.WaitAsync(Patience.Whole);
        using var http = new HttpClient();
        using HttpResponseMessage match = await http.PostAsync(new Uri(address + "/matches"), new StringContent("""{"id":"m-1","winner":"bob","score":250}"""));
        Assert.Equal(202, (int)match.StatusCode);
        using HttpResponseMessage none = await http.PostAsync(new Uri(address + "/matches"), new StringContent("""{"id":"m-2","winner":"bob","score":2.5}"""));
        Assert.Equal(400, (int)none.StatusCode);

        (int exitCode, string output) = await RunAsync("node", ["test/chromium.mjs"], [.. where, ("SAMPLE", address), ("KEY", key.Key), ("SECRET", key.Secret)]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            """{"offline":{"waiting":3,"verdicts":[]},"back":{"waiting":0,"verdicts":["page-1","page-2","page-3"],"ranks":["1 ada 3"]},"board":["live","bob 250"]}""",
            output.Trim().Split('\n')[^1]);
    }

    [Fact]
    public async Task As_a_package_it_installs_from_a_folder_and_runs()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("game"));
        await PassAsync("npm", ["pack", "--silent", "--pack-destination", folder.File(".")], Folder);
        string package = Assert.Single(Directory.GetFiles(folder.File("."), "*.tgz"));
        File.WriteAllText(folder.File("game/package.json"), """{"type":"module","private":true}""");
        File.WriteAllText(folder.File("game/game.js"), """
            import { LiveOps } from "liveops-client";
            const liveOps = new LiveOps({ gateway: "http://127.0.0.1:9" });
            await liveOps.add({ type: "xp_gained", playerId: "ada", data: { amount: 1 } });
            console.log(await liveOps.waiting());
            """);
        await PassAsync("npm", ["install", "--silent", "--offline", "--no-audit", package], folder.File("game"));

        Assert.Equal("1", (await PassAsync("node", ["game.js"], folder.File("game"))).Trim());
    }

    private static async Task<string> PassAsync(string program, string[] arguments, string folder)
    {
        (int exitCode, string output) = await RunAsync(program, arguments, [], folder);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, (string Name, string Value)[]? settings = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder ?? Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in settings ?? [])
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await errors + await output);
    }

    /// <summary><c>dist</c>, made once for these tests.</summary>
    public sealed class Built : IAsyncLifetime
    {
        public bool IsDone { get; private set; }

        public async ValueTask InitializeAsync()
        {
            (int exitCode, string output) = await RunAsync("bash", ["build"], [("NODE_MODULES", Path.Combine(NodeProgram.Folder, "node_modules"))]);
            Assert.True(exitCode == 0, output);
            IsDone = true;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
