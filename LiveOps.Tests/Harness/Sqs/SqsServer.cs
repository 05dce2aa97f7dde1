using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Harness.Sqs;

/// <summary>A server that speaks SQS's JSON protocol (the npm package fauxqs: LiveOps.Tests/Harness/Sqs/tools), a process of its own on a free port. It keeps everything in memory.</summary>
internal sealed class SqsServer : IAsyncDisposable
{
    private static readonly Lazy<Task<SqsServer>> OfTheRun = new(async () =>
    {
        SqsServer server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server._process.Abandon();
        return server;
    });

    private readonly TempFolder _folder = new();
    private readonly ServerProcess _process;

    private SqsServer(int port)
    {
        string script = Path.Combine(Folder, "server.js");
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), $"The packages of npm are not there: ./test installs them, or npm ci in {Folder}.");
        Url = new Uri($"http://127.0.0.1:{port}");
        _process = ServerProcess.Start(null, "KILL", _folder, _folder.File("output"), ServerProgram.Find("node", "nodejs"), script, port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    private static string Folder { get; } = Path.Combine(Repository.Root, "LiveOps.Tests", "Harness", "Sqs", "tools");

    /// <summary>One for all tests of a run, which have queues of their own.</summary>
    public static Task<SqsServer> SharedAsync() => OfTheRun.Value;

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        _folder.Dispose();
    }

    private static async Task<SqsServer> StartAsync()
    {
        var server = new SqsServer(ServerProgram.FreePort());
        for (var patience = new Patience(); !await server.AnswersAsync(); await Task.Delay(20))
        {
            if (server._process.HasExited || patience.IsOver)
                throw new InvalidOperationException("The server of SQS does not answer:\n" + await File.ReadAllTextAsync(server._folder.File("output")));
        }

        return server;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
