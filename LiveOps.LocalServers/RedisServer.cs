using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LiveOps.LocalServers;

/// <summary>
/// A real redis-server on a free loopback port, in a folder of its own.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private readonly TempFolder _folder = new();
    private readonly string[] _arguments;
    private ServerProcess? _process;

    private RedisServer(int port, string[] arguments)
    {
        Port = port;
        _arguments = [
            "--port", Text(port), "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--daemonize", "no", "--logfile", "redis.log",
            .. arguments,
        ];
    }

    /// <summary>Of 127.0.0.1; it keeps it when it is started again.</summary>
    public int Port { get; }

    /// <summary>Its process.</summary>
    public int Id => _process!.Id;

    /// <summary>What services call it.</summary>
    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="appendOnly">Whether what it said is done is on disk: a restart keeps everything.</param>
    /// <param name="arguments">Further arguments of redis-server.</param>
    public static async Task<RedisServer> StartAsync(bool appendOnly = false, params string[] arguments)
    {
        RedisServer server = Prepare(appendOnly, arguments);
        await server.RunAsync();
        return server;
    }

    /// <summary>A Redis Cluster of one node: it holds every slot, and refuses a command whose keys are not of one slot as any cluster does.</summary>
    public static async Task<RedisServer> StartClusterAsync() => (await StartClusterOfAsync(1))[0];

    /// <summary>
    /// A Redis Cluster of primaries that share the slots. Its bus has ports of its own: left alone each node takes Port + 10,000, which may be some connection's.
    /// </summary>
    /// <param name="size">How many.</param>
    public static async Task<RedisServer[]> StartClusterOfAsync(int size)
    {
        const int Slots = 16384;
        var nodes = new RedisServer[size];
        string bus = "";
        for (int i = 0; i < size; i++)
        {
            string own = Text(ServerProgram.FreePort());
            nodes[i] = await StartAsync(true, "--cluster-enabled", "yes", "--cluster-port", own);
            await nodes[i].CommandAsync("CLUSTER", "ADDSLOTSRANGE", Text(Slots * i / size), Text(Slots * (i + 1) / size - 1));
            await nodes[i].CommandAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1)); // no two nodes begin with the same
            if (i == 0)
                bus = own;
            else
                await nodes[i].CommandAsync("CLUSTER", "MEET", "127.0.0.1", Text(nodes[0].Port), bus);
        }

        foreach (RedisServer node in nodes)
        {
            for (string info = ""; !info.Contains("cluster_state:ok", StringComparison.Ordinal) || !info.Contains($"cluster_size:{size}", StringComparison.Ordinal);)
            {
                await Task.Delay(10);
                info = await node.CommandAsync("CLUSTER", "INFO");
            }
        }

        return nodes;
    }

    /// <summary>One that is not running yet: <see cref="RestartAsync"/> starts it.</summary>
    public static RedisServer Prepare(bool appendOnly = false, params string[] arguments)
    {
        ServerProgram.Find(Program, Program);
        return new RedisServer(ServerProgram.FreePort(), appendOnly ? ["--appendonly", "yes", "--appendfsync", "always", .. arguments] : arguments);
    }

    /// <summary>Stops it as an operator would: it writes what it has to write.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Starts it again, on the same port and folder; kills it before if it runs.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await RunAsync();
    }

    /// <summary>Stops it in its tracks: connections stay, answers do not come.</summary>
    public void Freeze() => _process!.Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => _process!.Signal("CONT");

    /// <summary>Has it end with the test run; without waiting for it, for the end of a run may not take long.</summary>
    public void EndWithTheRun() => AppDomain.CurrentDomain.ProcessExit += (_, _) => _process?.Abandon();

    /// <summary>Deletes everything.</summary>
    public Task FlushAsync() => CommandAsync("FLUSHALL");

    /// <summary>Runs one command with redis-cli; what it printed.</summary>
    public async Task<string> CommandAsync(params string[] command)
    {
        var start = new ProcessStartInfo("redis-cli", ["-p", Text(Port), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process cli = Process.Start(start)!;
        string answer = await cli.StandardOutput.ReadToEndAsync();
        await cli.WaitForExitAsync();
        return answer.TrimEnd('\n');
    }

    /// <summary>Kills it, and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task RunAsync()
    {
        _process = ServerProcess.Start(null, "KILL", _folder, _folder.File("output"), ServerProgram.Find(Program, Program), _arguments);
        var patience = new Patience();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || patience.IsOver)
                throw new InvalidOperationException("redis-server does not answer:\n" + await File.ReadAllTextAsync(_folder.File("redis.log")));
            await Task.Delay(5);
        }
    }

    // Any line will do but that it is still reading its file: with a password set it asks for one.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync() is { } line && !line.StartsWith("-LOADING", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task EndAsync(string signal)
    {
        if (_process is { } process)
            await process.EndAsync(signal);
        _process = null;
    }
}
