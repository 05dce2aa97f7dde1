namespace LiveOps.LocalServers;

/// <summary>One replica of one service: its own program, in a process of its own, on a port that it keeps when it is started again.</summary>
/// <param name="service">Its name, as <c>gateway</c>; its program lies beside ours.</param>
/// <param name="settings">Its environment, besides ours.</param>
internal sealed class ServiceProcess(string service, Dictionary<string, string> settings) : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly HeardLines _output = new();
    private HeardProcess? _process;

    /// <summary>Where it answers.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{ServerProgram.FreePort()}");

    /// <summary>Its process.</summary>
    public int Id => _process!.Id;

    public bool IsRunning => _process is { IsRunning: true };

    /// <summary>Everything its processes printed.</summary>
    public string Output => $"{service} at {Address}:\n{_output}";

    /// <summary>Starts it, again if it runs.</summary>
    public void Start()
    {
        Kill();
        _process = Start([]);
    }

    /// <summary>Runs its program with an argument until it ends; its exit code.</summary>
    public async Task<int> RunAsync(string argument)
    {
        using HeardProcess process = Start([argument]);
        return await process.ExitAsync();
    }

    /// <summary>Waits until <c>/readyz</c> says so.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or never got ready.</exception>
    public async Task ReadyAsync()
    {
        var patience = new Patience();
        while (await StatusAsync("/readyz") != 200)
        {
            if (!IsRunning)
                throw new InvalidOperationException("it ended:\n" + Output);
            if (patience.IsOver)
                throw new InvalidOperationException("it never got ready:\n" + Output);
            await Task.Delay(50);
        }
    }

    /// <summary>The status of a path; 0 when nobody answers.</summary>
    public async Task<int> StatusAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(new Uri(Address, path));
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Stops it in its tracks; connections and leases stay as they are.</summary>
    public void Freeze() => _process!.Signal("STOP");

    /// <summary>Lets it go on, as if no time had passed for it.</summary>
    public void Thaw() => _process!.Signal("CONT");

    /// <summary>Tells it to end, and waits; its exit code.</summary>
    public Task<int> StopAsync()
    {
        _process!.Signal("TERM");
        return _process.ExitAsync();
    }

    public void Dispose() => Kill();

    private HeardProcess Start(string[] arguments) => HeardProcess.Start(
        ["dotnet", Path.Combine(AppContext.BaseDirectory, $"LiveOps.{char.ToUpperInvariant(service[0])}{service[1..]}.dll"), .. arguments],
        [("ASPNETCORE_URLS", Address.GetLeftPart(UriPartial.Authority)), .. settings.Select(setting => (setting.Key, setting.Value))],
        _output.Add);
}
