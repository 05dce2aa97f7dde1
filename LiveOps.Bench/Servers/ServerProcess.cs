using System.Diagnostics;
using System.Globalization;

namespace LiveOps.Bench.Servers;

/// <summary>A server under test, in a process of its own, so that it shares nothing but the machine with the load.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string? _dataFolder;
    private readonly Dictionary<string, int> _ports;

    private ServerProcess(Process process, string? dataFolder)
    {
        _process = process;
        _dataFolder = dataFolder;
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server did not start");
        _ports = line.Split(' ').Select(part => part.Split('=')).ToDictionary(part => part[0], part => int.Parse(part[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Starts one.</summary>
    /// <param name="kind"><c>bare</c>, <c>hmac</c> or <c>embedded</c>.</param>
    public static ServerProcess Start(string kind)
    {
        string? folder = kind == "embedded" ? Directory.CreateTempSubdirectory("liveops-bench-").FullName : null;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        foreach (string argument in new[] { "serve", "--kind", kind, "--data", folder ?? "none" })
            start.ArgumentList.Add(argument);
        return new ServerProcess(Process.Start(start)!, folder);
    }

    public int Port(string service) => _ports[service];

    /// <summary>What it has used since it started.</summary>
    public ServerUse Use()
    {
        _process.StandardInput.WriteLine();
        string[] parts = _process.StandardOutput.ReadLine()!.Split(' ');
        return new ServerUse(new TimeSpan(long.Parse(parts[0], CultureInfo.InvariantCulture)), long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(30_000))
            _process.Kill();
        _process.Dispose();
        if (_dataFolder is not null)
            Directory.Delete(_dataFolder, recursive: true);
    }
}

/// <summary>What a server has used.</summary>
/// <param name="Cpu">Processor time.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap.</param>
/// <param name="ResidentBytes">Memory resident now.</param>
internal sealed record ServerUse(TimeSpan Cpu, long AllocatedBytes, long ResidentBytes);
