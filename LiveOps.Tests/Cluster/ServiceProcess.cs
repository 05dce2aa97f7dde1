using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cluster;

/// <summary>One replica of one service: its own program, in a process of its own, on a port that it keeps when it is started again.</summary>
internal sealed class ServiceProcess(string service, Dictionary<string, string> settings) : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly StringBuilder _output = new();
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{ServerProgram.FreePort()}");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Everything its processes printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return $"{service} at {Address}:\n{_output}";
        }
    }

    public void Start()
    {
        Kill();
        _process = Process.Start(Command())!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs its program with an argument until it ends; its exit code.</summary>
    public async Task<int> RunAsync(string argument)
    {
        using Process process = Process.Start(Command(argument))!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience.Whole);
        lock (_output)
            _output.AppendJoin('\n', said);
        await process.WaitForExitAsync().WaitAsync(Patience.Whole);
        return process.ExitCode;
    }

    /// <summary>Waits until <c>/readyz</c> says so.</summary>
    public async Task ReadyAsync()
    {
        var patience = new Patience();
        while (await StatusAsync("/readyz") != 200)
        {
            Assert.True(IsRunning, "it ended:\n" + Output);
            Assert.False(patience.IsOver, "it never got ready:\n" + Output);
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
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops it in its tracks; connections and leases stay as they are.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on, as if no time had passed for it.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Tells it to end, and waits; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signal("TERM");
        await _process!.WaitForExitAsync().WaitAsync(Patience.Whole);
        return _process.ExitCode;
    }

    public void Dispose() => Kill();

    private ProcessStartInfo Command(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"LiveOps.{char.ToUpperInvariant(service[0])}{service[1..]}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        foreach ((string name, string value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private void Signal(string name) =>
        Process.Start("kill", ["-" + name, _process!.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
