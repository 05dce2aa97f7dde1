using System.Diagnostics;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Cluster;

/// <summary>A redis-server on a free port, its data in a folder that goes with it.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liveops-bench-").FullName;
    private readonly Process _process;

    /// <param name="settings">Further settings, <c>--name</c> and value in turn.</param>
    public RedisServer(params string[] settings)
    {
        _process = LocalProgram.Start(null, "redis-server", [], null, ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--dir", _folder, .. settings]);
        try
        {
            WaitUntilReady();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; } = LocalProgram.FreePort();

    public int Id => _process.Id;

    public string Command(params string[] command) => LocalProgram.Run(null, "redis-cli", ["-p", $"{Port}", .. command]);

    /// <summary>
    /// Whether so many groups were given all that stands in a stream, and have acknowledged it. The services' own <c>bus_lag_events</c> says the same,
    /// but up to a second late.
    /// </summary>
    public bool IsRead(string stream, int groups)
    {
        string newest = Behind(Command("XINFO", "STREAM", stream).Split('\n'), "last-generated-id").Single();
        string[] seen = Command("XINFO", "GROUPS", stream).Split('\n');
        return Behind(seen, "last-delivered-id").Count(id => id == newest) == groups && Behind(seen, "pending").Count(count => count == "0") == groups;
    }

    private void WaitUntilReady()
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                if (Command("PING").StartsWith("PONG", StringComparison.Ordinal))
                    return;
            }
            catch (InvalidOperationException) when (tries < 100)
            {
                Thread.Sleep(50);
            }
        }
    }

    private static IEnumerable<string> Behind(string[] lines, string name) => lines.Zip(lines.Skip(1)).Where(pair => pair.First == name).Select(pair => pair.Second);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
