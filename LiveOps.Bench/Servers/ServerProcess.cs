using System.Diagnostics;
using System.Globalization;

namespace LiveOps.Bench.Servers;

/// <summary>A server under test, in a process of its own, so that it shares nothing but the machine with the load.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string? _dataFolder;
    private readonly bool _keep;
    private readonly Dictionary<string, int> _ports;

    private ServerProcess(Process process, string? dataFolder, bool keep)
    {
        _process = process;
        _dataFolder = dataFolder;
        _keep = keep;
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server did not start");
        _ports = line.Split(' ').Select(part => part.Split('=')).ToDictionary(part => part[0], part => int.Parse(part[1], CultureInfo.InvariantCulture));
    }

    public int Id => _process.Id;

    /// <summary>Starts one.</summary>
    /// <param name="kind"><c>bare</c>, <c>hmac</c> or <c>embedded</c>.</param>
    /// <param name="dataFolder">The data of an embedded system, kept when it ends; without, it gets a folder that goes with it.</param>
    public static ServerProcess Start(string kind, string? dataFolder = null)
    {
        bool keep = dataFolder is not null;
        if (kind == "embedded")
        {
            dataFolder ??= Directory.CreateTempSubdirectory("liveops-bench-").FullName;
            BenchPolicies.WriteTo(Path.Combine(dataFolder, "policies"));
        }

        ProcessStartInfo start = OwnProcess.StartInfo("serve", "--kind", kind, "--data", dataFolder ?? "none");
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        return new ServerProcess(Process.Start(start)!, dataFolder, keep);
    }

    public int Port(string service) => _ports[service];

    public Uri Address(string service) => new($"http://127.0.0.1:{_ports[service]}");

    /// <summary>What it has used since it started.</summary>
    public ServerUse Use()
    {
        _process.StandardInput.WriteLine();
        string[] parts = _process.StandardOutput.ReadLine()!.Split(' ');
        return new ServerUse(new TimeSpan(long.Parse(parts[0], CultureInfo.InvariantCulture)), long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it in the middle of whatever it does, as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Lets it end in order, when its data is kept; else it has nothing left to do.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            if (_keep)
                _process.StandardInput.Close();
            if (!_keep || !_process.WaitForExit(30_000))
                Kill();
        }

        _process.Dispose();
        if (_dataFolder is not null && !_keep)
            Directory.Delete(_dataFolder, recursive: true);
    }
}

/// <summary>What a server has used.</summary>
/// <param name="Cpu">Processor time.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap.</param>
/// <param name="ResidentBytes">Memory resident now.</param>
internal sealed record ServerUse(TimeSpan Cpu, long AllocatedBytes, long ResidentBytes)
{
    /// <summary>What was used between two moments; the memory is that of the later.</summary>
    public static ServerUse operator -(ServerUse later, ServerUse earlier) =>
        new(later.Cpu - earlier.Cpu, later.AllocatedBytes - earlier.AllocatedBytes, later.ResidentBytes);
}
