using System.Globalization;
using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LiveOps.AppHost.Commands;
using LiveOps.Tests.Console.Walks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.AppHost;

/// <summary>The cluster as the AppHost starts it on a machine without containers: one for all tests that need it, on ports and in a folder of its own.</summary>
public sealed class RunningCluster : IAsyncDisposable
{
    /// <summary>How long a request may take: a proxy accepts a connection that nobody behind it answers.</summary>
    public static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly Lazy<Task<DistributedApplication>> _ready;
    private readonly HashSet<int> _processes = [];
    private readonly CancellationTokenSource _end = new();

    private IAsyncDisposable? _begun; // whatever became of its start
    private Task _watch = Task.CompletedTask;

    public RunningCluster() => _ready = new(StartAsync);

    /// <summary>How many sample batches it has accepted, with the dragon that is in each.</summary>
    public int Accepted { get; set; }

    /// <summary>The system, every service of it ready. Skips the test where a server is not installed.</summary>
    public Task<DistributedApplication> ApplicationAsync()
    {
        ServerProgram.Find("redis-server", "redis-server");
        ServerProgram.Find("mariadbd", "mariadb-server");
        return _ready.Value;
    }

    /// <summary>The replicas of a resource, as they are now.</summary>
    public async Task<List<ResourceEvent>> ReplicasAsync(string name)
    {
        DistributedApplication application = await ApplicationAsync();
        IResource resource = application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == name);
        int replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        var found = new SortedDictionary<string, ResourceEvent>(StringComparer.Ordinal);
        using var patience = new CancellationTokenSource(Patience.Whole);
        await foreach (ResourceEvent now in application.ResourceNotifications.WatchAsync(patience.Token)) // first what they are now, then what they become
        {
            if (now.Resource == resource)
                found[now.ResourceId] = now;
            if (found.Count == replicas)
                break;
        }

        return [.. found.Values];
    }

    /// <summary>Runs a command of the dashboard; what it said.</summary>
    public async Task<ExecuteCommandResult> CommandAsync(string resource, string command)
    {
        string replica = (await ReplicasAsync(resource))[0].ResourceId;
        return await (await ApplicationAsync()).ResourceCommands.ExecuteCommandAsync(replica, command, TestContext.Current.CancellationToken);
    }

    /// <summary>A secret that the system has made; it has started.</summary>
    public async Task<string> SecretAsync(string name) => (await File.ReadAllTextAsync(_folder.File($"secrets/{name}"))).Trim();

    /// <summary>A service's client, through the proxy before its replicas.</summary>
    public async Task<HttpClient> ClientAsync(string service)
    {
        HttpClient client = (await ApplicationAsync()).CreateHttpClient(service, "http");
        client.Timeout = RequestTime;
        return client;
    }

    /// <summary>Runs the dashboard's command that sends a sample batch; a gateway may still be about to find its stores, and says so.</summary>
    public async Task SendSampleAsync()
    {
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            ExecuteCommandResult sent = await CommandAsync("gateway", SampleEvents.Command);
            if (sent.Success)
                break;
            Assert.Contains("ServiceUnavailable", sent.Message, StringComparison.Ordinal);
            Assert.False(patience.IsOver, sent.Message);
        }

        Accepted++;
    }

    /// <summary>Sends one of the sample batches, again and again under its one id, until it is accepted.</summary>
    public async Task AcceptAsync()
    {
        using HttpClient gateway = await ClientAsync("gateway"); // only a system that has started has kept its secret
        using var sample = new HttpRequestMessage();
        SampleEvents.Prepare(sample, await SecretAsync("HMAC_SECRET"), TimeProvider.System.GetUtcNow());
        byte[] events = await sample.Content!.ReadAsByteArrayAsync();
        for (var patience = new Patience(); ;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new ByteArrayContent(events) };
            foreach ((string name, IEnumerable<string> values) in sample.Headers)
                request.Headers.Add(name, values);
            try
            {
                using HttpResponseMessage answer = await gateway.SendAsync(request);
                string body = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    // On a quick machine the one player of the samples comes to the end of what a player may send in a second.
                    if (!body.Contains("-boss_killed", StringComparison.Ordinal))
                        Accepted++;
                    return;
                }

                Assert.True(answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests, body);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !patience.IsOver)
            {
                // The replica that had it is gone.
            }

            Assert.False(patience.IsOver, "no batch is accepted");
            await Task.Delay(100);
        }
    }

    /// <summary>Asks until the answer is as it should be.</summary>
    public async Task<string> EventuallyAsync(string service, string path, Func<string, bool> isThere)
    {
        using HttpClient client = await ClientAsync(service);
        string last = "";
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(100))
        {
            try
            {
                if (isThere(last = await client.GetStringAsync(path)))
                    return last;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                last = e.Message;
            }
        }

        throw new Xunit.Sdk.XunitException($"{path} of {service} stays: {last}");
    }

    /// <summary>The process of a replica.</summary>
    public static int Process(ResourceEvent replica) =>
        Convert.ToInt32(replica.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture);

    /// <summary><c>kill -9</c>; answers when the replica runs again, in another process.</summary>
    public async Task KillAsync(ResourceEvent replica)
    {
        int process = Process(replica);
        System.Diagnostics.Process.GetProcessById(process).Kill();
        using var patience = new CancellationTokenSource(Patience.Whole);
        await (await ApplicationAsync()).ResourceNotifications.WaitForResourceAsync(
            replica.Resource.Name,
            now => now.ResourceId == replica.ResourceId && now.Snapshot.State?.Text == KnownResourceStates.Running && HasProcess(now) && Process(now) != process,
            patience.Token);
    }

    /// <summary>Stops everything, also of a start that failed; nothing may be left.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_ready.IsValueCreated)
                await Task.WhenAny(_ready.Value); // its failure is the tests' to tell
            if (_begun is DistributedApplication application)
                await application.StopAsync();
            if (_begun is not null)
                await _begun.DisposeAsync();
            await _end.CancelAsync();
            await _watch;
            for (var patience = new Patience(); !patience.IsOver && (_processes.Any(Runs) || ControlPlanes().Any()); await Task.Delay(100))
            {
                // The control plane ends after what it has started.
            }

            Assert.DoesNotContain(_processes, Runs);
            Assert.Empty(ControlPlanes());
        }
        finally
        {
            _end.Dispose();
            _folder.Dispose();
        }
    }

    private static bool HasProcess(ResourceEvent replica) => replica.Snapshot.Properties.Any(property => property.Name == "executable.pid" && property.Value is not null);

    // One whose parent is gone may stay in the list, ended.
    private static bool Runs(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Split(' ')[2].Equals("Z", StringComparison.Ordinal);

    // Aspire's own processes, which are told whose end is theirs.
    private static IEnumerable<string> ControlPlanes() =>
        System.Diagnostics.Process.GetProcessesByName("dcp").Select(process => process.Id).Where(Runs)
            .Select(process => File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' '))
            .Where(command => command.Contains($"--monitor {Environment.ProcessId} ", StringComparison.Ordinal));

    private async Task<DistributedApplication> StartAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101); // a database's own user goes through it
        string[] ports = [.. Model.Services.Concat(["console", "verdicts", "redis", "bus", "mysql"]).Select(name => $"--{name.ToUpperInvariant()}_PORT={ServerProgram.FreePort()}")];
        IDistributedApplicationTestingBuilder builder = await Model.CreateAsync(["--LIVEOPS_SYSTEM=cluster", "--CONTAINERS=off", $"--LIVEOPS_DATA={_folder.Path}", .. ports]);
        _begun = builder;
        // What is asked of whoever is not up yet, thousands of lines, hides what fails.
        builder.Services.AddLogging(logging => logging.AddFilter("System.Net.Http.HttpClient", LogLevel.None).AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        foreach (string service in Model.Services)
            builder.CreateResourceBuilder(builder.Get<ProjectResource>(service)).WithEnvironment(Set);
        DistributedApplication application = await builder.BuildAsync();
        _begun = application;
        _watch = RememberAsync(application.ResourceNotifications);
        using var patience = new CancellationTokenSource(Patience.Whole);
        await application.StartAsync(patience.Token);
        foreach (string service in Model.Services.Append("console"))
            await application.ResourceNotifications.WaitForResourceHealthyAsync(service, patience.Token);
        return application;
    }

    // An operator of each role, beside the one who has the system's own token; and periods that close soon after their end.
    private static void Set(EnvironmentCallbackContext context)
    {
        foreach ((string name, string value) in WalkedEmbedded.Settings.Append(("ROLLOVER_SETTLE_SECONDS", "1")))
            context.EnvironmentVariables[name] = value;
    }

    // Every process there ever was, until the application ends.
    private async Task RememberAsync(ResourceNotificationService notifications)
    {
        try
        {
            await foreach (ResourceEvent now in notifications.WatchAsync(_end.Token))
            {
                if (HasProcess(now))
                    _processes.Add(Process(now));
            }
        }
        catch (OperationCanceledException)
        {
            // The application has ended.
        }
    }
}
