using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Harness;

/// <summary>The embedded system as a process of its own, or as the AppHost starts it, to be killed.</summary>
public sealed class LiveProcess : IDisposable
{
    private const string ReadyLine = "\"message\":\"LiveOps is ready";

    private static readonly HttpClient Http = new();

    private readonly HeardLines _output = new();
    private readonly HeardProcess _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LiveProcess(string[] command, IEnumerable<(string Name, string Value)> settings) => _process = HeardProcess.Start(command, settings, Hear);

    /// <summary>Everything it printed so far.</summary>
    public string Output => _output.ToString();

    /// <summary>Starts it on free ports and a data folder, without waiting.</summary>
    public static LiveProcess Start(string dataFolder, params (string Name, string Value)[] settings) => Start([], dataFolder, settings);

    /// <summary>Starts it with arguments.</summary>
    public static LiveProcess Start(string[] arguments, string dataFolder, params (string Name, string Value)[] settings) =>
        Start(AppContext.BaseDirectory, "LiveOps.Embedded", arguments, dataFolder, settings);

    /// <summary>Starts it where no file may grow beyond so many kilobytes, as where a file system, or a limit, allows no more.</summary>
    public static LiveProcess StartWithFilesUpTo(int kilobytes, string[] arguments, string dataFolder) => new(
        // Else the system would end it; and .NET itself makes a large file, which it then does without.
        ["bash", "-c", "trap '' XFSZ; ulimit -f \"$0\"; exec dotnet \"$@\"", $"{kilobytes}", Path.Combine(AppContext.BaseDirectory, "LiveOps.Embedded.dll"), .. arguments],
        Settings(dataFolder, [("DOTNET_EnableWriteXorExecute", "0")]));

    /// <summary>Starts the AppHost, as its first launch profile does but on free ports; it starts the system on the data folder.</summary>
    public static LiveProcess StartAppHost(string dataFolder, params (string Name, string Value)[] settings) => Start(
        // Where its own build put it, with all that it was built with.
        Path.Combine(Repository.Root, "LiveOps.AppHost", Path.GetRelativePath(Path.Combine(Repository.Root, "LiveOps.Tests"), AppContext.BaseDirectory)),
        "LiveOps.AppHost",
        [],
        dataFolder,
        [
            ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"), ("DOTNET_ENVIRONMENT", "Development"),
            .. new[] { "ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL" }
                .Select(name => (name, $"http://localhost:{ServerProgram.FreePort()}")),
            // One that it chose itself may be some connection's by the time the system listens.
            .. new[] { "GATEWAY_PORT", "FAIRNESS_PORT", "LEADERBOARD_PORT", "PROGRESSION_PORT", "CONSOLE_PORT" }.Select(name => (name, $"{ServerProgram.FreePort()}")),
            .. settings,
        ]);

    private static LiveProcess Start(string folder, string program, string[] arguments, string dataFolder, (string Name, string Value)[] settings)
    {
        // A shell that runs the tests in the background has them ignore SIGINT, and so everything they start.
        string[] command = [.. OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : Array.Empty<string>(), "dotnet", Path.Combine(folder, program + ".dll"), .. arguments];
        return new LiveProcess(command, Settings(dataFolder, settings));
    }

    private static (string Name, string Value)[] Settings(string dataFolder, (string Name, string Value)[] settings) =>
    [
        ("GATEWAY_PORT", "0"), ("FAIRNESS_PORT", "0"), ("LEADERBOARD_PORT", "0"), ("PROGRESSION_PORT", "0"), ("CONSOLE_PORT", "0"), ("LIVEOPS_DATA", dataFolder),
        ("HMAC_SECRET", LiveSystem.Secret), ("LOG_FORMAT", "text"), // the banner says where it is
        .. settings,
    ];

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        Task exit = _process.ExitAsync();
        if (await Task.WhenAny(_ready.Task, exit).WaitAsync(Patience.Whole) == exit)
            throw new Xunit.Sdk.XunitException("it ended instead of getting ready:\n" + Output);
    }

    /// <summary>Waits until it has printed a text.</summary>
    public async Task SaysAsync(string text)
    {
        for (var patience = new Patience(); !Output.Contains(text, StringComparison.Ordinal); await Task.Delay(5))
            Assert.False(patience.IsOver, $"it never said {text}:\n{Output}");
    }

    /// <summary>A service's address, from what it printed: its page, or its line where logs are JSON.</summary>
    public Uri Address(string service)
    {
        string[] lines = Output.Split('\n');
        return new(lines.FirstOrDefault(line => line.Contains(ReadyLine, StringComparison.Ordinal)) is { } json
            ? JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty(char.ToUpperInvariant(service[0]) + service[1..]).GetString()!
            : lines.First(line => line.TrimStart().StartsWith(service + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>Sends a signed body to the gateway.</summary>
    public Task<HttpResponseMessage> SendAsync(string body)
    {
        string id = LiveSystem.NewId("msg");
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address("gateway"), "/v1/events")) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, $"{now}");
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(Encoding.UTF8.GetBytes(LiveSystem.Secret), id, now, bytes));
        return Http.SendAsync(request);
    }

    /// <summary><c>kill -9</c>: no handler runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by its name.</summary>
    public void Signal(string name) => _process.Signal(name);

    /// <summary>Waits for its end; the exit code.</summary>
    public Task<int> ExitAsync() => _process.ExitAsync();

    public void Dispose() => _process.Dispose();

    private void Hear(string line)
    {
        _output.Add(line);
        if (line.Contains("Ctrl-C stops it", StringComparison.Ordinal) || line.Contains(ReadyLine, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
