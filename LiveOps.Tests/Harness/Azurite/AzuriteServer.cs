using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Harness.Azurite;

/// <summary>Azurite's Blob Storage (the npm package azurite: LiveOps.Tests/Harness/Azurite/tools), a process of its own on a free port, with a folder of its own.</summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    // The account and the key that every Azurite has: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key.
    private const string Account = "devstoreaccount1", Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TempFolder _folder = new();
    private readonly ServerProcess _process;
    private readonly int _port = ServerProgram.FreePort();

    private AzuriteServer()
    {
        string script = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        Assert.True(File.Exists(script), $"The packages of npm are not there: ./test installs them, or npm ci in {Folder}.");
        _process = ServerProcess.Start(
            null, "KILL", _folder, _folder.File("output"), ServerProgram.Find("node", "nodejs"), script, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--location", _folder.File("blobs"), "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The address of the storage account.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/{Account}");

    /// <summary>What opens it.</summary>
    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Url};";

    private static string Folder { get; } = Path.Combine(Repository.Root, "LiveOps.Tests", "Harness", "Azurite", "tools");

    /// <summary>Starts one.</summary>
    public static async Task<AzuriteServer> StartAsync()
    {
        var server = new AzuriteServer();
        for (var patience = new Patience(); !await server.AnswersAsync(); await Task.Delay(20))
        {
            if (server._process.HasExited || patience.IsOver)
                throw new InvalidOperationException("Azurite does not answer:\n" + await File.ReadAllTextAsync(server._folder.File("output")));
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
