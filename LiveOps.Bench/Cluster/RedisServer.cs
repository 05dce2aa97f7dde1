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
        _process = LocalProgram.Start(null, "redis-server", [], ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--dir", _folder, .. settings]);
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

    public int Port { get; } = LocalProgram.FreePort();

    public int Id => _process.Id;

    public string Command(params string[] command) => LocalProgram.Run(null, "redis-cli", ["-p", $"{Port}", .. command]);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
