namespace LiveOps.Tests.Monitoring.Live;

/// <summary>Prometheus or Alertmanager, Debian's, on a free port of 127.0.0.1 and in a folder of its own.</summary>
internal sealed class MonitoringServer : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly string _log;

    private MonitoringServer(ServerProcess process, Uri address, string log)
    {
        _process = process;
        Address = address;
        _log = log;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>What it said so far.</summary>
    public string Output => File.Exists(_log) ? File.ReadAllText(_log) : "";

    /// <summary>Starts Prometheus. Skips the test where it is not installed.</summary>
    /// <param name="folder">Its own.</param>
    /// <param name="configuration">Its configuration file.</param>
    public static Task<MonitoringServer> PrometheusAsync(TempFolder folder, string configuration) => StartAsync(
        folder, "prometheus", "prometheus", [], $"--config.file={configuration}", "--storage.tsdb.path=" + folder.File("data"), "--enable-feature=exemplar-storage", "--log.level=warn");

    /// <summary>Starts Alertmanager. Skips the test where it is not installed.</summary>
    /// <param name="folder">Its own.</param>
    /// <param name="configuration">Its configuration file.</param>
    /// <param name="authority">The certificate of whom it trusts.</param>
    public static Task<MonitoringServer> AlertmanagerAsync(TempFolder folder, string configuration, string authority) => StartAsync(
        folder, "prometheus-alertmanager", "prometheus-alertmanager", ["SSL_CERT_FILE=" + authority], $"--config.file={configuration}", "--storage.path=" + folder.File("data"), "--cluster.listen-address=");

    public async ValueTask DisposeAsync() => await _process.KillAsync();

    private static async Task<MonitoringServer> StartAsync(TempFolder folder, string program, string package, string[] environment, params string[] arguments)
    {
        string found = ServerProgram.Find(program, package), log = folder.File("log");
        int port = ServerProgram.FreePort();
        // The folder of its own that the guard deletes holds its data alone.
        ServerProcess process = ServerProcess.Start(null, "KILL", folder, log, "/usr/bin/env", [.. environment, found, $"--web.listen-address=127.0.0.1:{port}", .. arguments]);
        var server = new MonitoringServer(process, new Uri($"http://127.0.0.1:{port}"), log);
        using var http = new HttpClient();
        for (var patience = new Patience(); ; await Task.Delay(50))
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Address, "/-/ready"));
                if (answer.IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            Assert.False(process.HasExited || patience.IsOver, $"{program} does not get ready:\n{server.Output}");
        }
    }
}
