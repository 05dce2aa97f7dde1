using System.Net;
using LiveOps.Console;
using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using LiveOps.Core.Signing;
using LiveOps.Core.Traces;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Gateway;
using LiveOps.Leaderboard;
using LiveOps.Progression;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Bus.Delivery;
using LiveOps.ServiceDefaults.Hosting;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.Embedded;

/// <summary>
/// The four services and the console in one process, each its own application with its own listener; the services share one journal. It starts in this order:
/// <list type="number">
/// <item>the data folder is locked, the journal opened;</item>
/// <item>the applications are built, none listens;</item>
/// <item>their states are brought to the journal's end: newest snapshot, then the tail;</item>
/// <item>the applications start and listen.</item>
/// </list>
/// </summary>
internal sealed partial class EmbeddedSystem : IAsyncDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(3);

    private readonly DataFolder _folder;
    private readonly JournalBus _bus;
    private readonly List<(string Name, WebApplication App)> _apps;

    private EmbeddedSystem(DataFolder folder, JournalBus bus, List<(string Name, WebApplication App)> apps)
    {
        _folder = folder;
        _bus = bus;
        _apps = apps;
    }

    /// <summary>Where it lies.</summary>
    public string DataFolder => _folder.Path;

    /// <summary>The service's container.</summary>
    public IServiceProvider Services(string service) => _apps.Find(app => app.Name == service).App.Services;

    /// <summary>The service's address, with the port it really has.</summary>
    public Uri Address(string service) => new(_apps.Find(app => app.Name == service).App.Urls.First());

    /// <summary>Starts the system.</summary>
    /// <param name="configuration">The environment, and what goes before it.</param>
    /// <param name="clock">Everybody's clock.</param>
    /// <exception cref="SettingException">A setting is wrong, a port is in use, or the data folder cannot be used.</exception>
    /// <exception cref="JournalException">The data is damaged.</exception>
    public static async Task<EmbeddedSystem> StartAsync(IConfiguration configuration, TimeProvider clock)
    {
        EmbeddedSettings settings = EmbeddedSettings.Read(configuration);
        if (configuration.GetBusKind() != BusKind.Embedded)
            throw new SettingException("BUS_KIND must be embedded for the embedded system, or absent, as CLOUD then must be, which chooses another bus.");
        PoolThreads.Raise();
        DataFolder folder = Embedded.DataFolder.Open(settings.DataFolder);
        JournalBus? bus = null;
        var apps = new List<(string Name, WebApplication App)>();
        try
        {
            string snapshots = Path.Combine(settings.DataFolder, "snapshots");
            var journal = Journal.Open(settings.Journal with { DurableBefore = SnapshotFiles.NewestIn(snapshots) }, clock);
            bus = new JournalBus(journal);
            var health = new JournalHealth(journal, settings.Journal.Folder);
            var deadLetters = new DeadLetterFiles(Path.Combine(settings.DataFolder, "dead-letters"), clock);
            var composition = new Composition(configuration, settings, clock, bus, deadLetters);
            WebApplication fairness = composition.Build("fairness", builder => builder.AddFairness(), app => app.MapFairness());
            apps.Add(("fairness", fairness));
            composition.Epochs = fairness.Services.GetRequiredService<IPlayerEpochs>();
            apps.Add(("progression", composition.Build("progression", builder => builder.AddProgression(), app => app.MapProgression())));
            apps.Add(("leaderboard", composition.Build("leaderboard", builder => builder.AddLeaderboard(), app => app.MapLeaderboard())));
            apps.Add(("gateway", composition.Build(
                "gateway",
                builder =>
                {
                    builder.Services.AddHealthChecks().AddCheck("disk", health.Check);
                    builder.Services.AddSingleton<IVerdicts>(new TracedVerdicts(fairness.Services.GetRequiredService<IVerdicts>()));
                    builder.AddGateway();
                },
                app => app.MapGateway())));

            ILogger logger = apps[^1].App.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LiveOps.Journal");
            health.TellIn(logger);
            if (journal.TornBytes > 0)
                Log.Torn(logger, journal.TornBytes, journal.OpenedAt);
            bus.Feed(
                apps.SelectMany(app => app.App.Services.GetServices<IJournaledState>()),
                snapshots,
                deadLetters,
                settings.SnapshotBytes,
                logger);
            JournalMetrics.Register(journal, bus, deadLetters, apps);
            apps.Add(("console", composition.Build("console", builder => builder.AddConsole(), app => app.MapConsole())));
            foreach ((string name, WebApplication app) in apps)
            {
                await StartAsync(name, app, settings);
                // The gateway starts after the services that it asks, and the console last; an export asks the gateway, too, which starts later.
                composition.Started(name, app.Urls.First());
            }

            return new EmbeddedSystem(folder, bus, apps);
        }
        catch
        {
            foreach ((_, WebApplication app) in apps)
                await app.DisposeAsync();
            bus?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, lets requests finish, writes what is pending and snapshots.</summary>
    public async ValueTask DisposeAsync()
    {
        using var drain = new CancellationTokenSource(DrainTime);
        await Task.WhenAll(_apps.Select(app => app.App.StopAsync(drain.Token)));
        _bus.Dispose();
        foreach ((_, WebApplication app) in _apps)
            await app.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task StartAsync(string name, WebApplication app, EmbeddedSettings settings)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException || e.InnerException?.InnerException is AddressInUseException)
        {
            throw new SettingException($"Port {settings.Ports[name]} is in use: stop what listens there, or set {name.ToUpperInvariant()}_PORT to another.", e);
        }
        catch (BusUnavailableException e)
        {
            string reason = e.InnerException is null ? "." : $": {e.GetBaseException().Message}";
            throw new JournalException($"The {name}'s policy is not in force yet, and {e.Message}{reason}", e);
        }
    }

    /// <summary>What the applications are built with.</summary>
    private sealed class Composition(IConfiguration configuration, EmbeddedSettings settings, TimeProvider clock, JournalBus bus, DeadLetterFiles deadLetters)
    {
        private readonly Dictionary<string, string?> _given = Given(configuration, settings.DataFolder);
        private readonly List<ServiceAddresses> _addresses = [];

        /// <summary>Of players' keys, for every application that is built from now on: whichever of them checks signatures takes these keys.</summary>
        public IPlayerEpochs? Epochs { get; set; }

        /// <summary>A service listens: all others find it there.</summary>
        public void Started(string name, string address)
        {
            foreach (ServiceAddresses addresses in _addresses)
                addresses.Add(name, address);
        }

        public WebApplication Build(string name, Action<WebApplicationBuilder> add, Action<WebApplication> map)
        {
            WebApplicationBuilder builder = ServiceBuilder.Create();
            builder.Configuration.AddConfiguration(configuration);
            builder.Configuration.AddInMemoryCollection(_given);
            _addresses.Add(new ServiceAddresses());
            builder.Configuration.Sources.Add(_addresses[^1]);
            builder.Services.AddSingleton(clock);
            builder.Services.AddSingleton<IEventBus>(new TracedBus(bus, ActivitySources.Of(name)));
            builder.Services.AddSingleton<ICommandLog>(bus);
            builder.Services.AddSingleton(bus.History);
            builder.Services.AddSingleton<IDeadLetters>(new JournalDeadLetters(bus, deadLetters, name));
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            if (Epochs is not null)
                builder.Services.AddSingleton(Epochs);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                int port = settings.Ports[name];
                if (settings.BindAddress is { } address)
                    kestrel.Listen(address, port);
                else if (port == 0)
                    kestrel.Listen(IPAddress.Loopback, 0);
                else
                    kestrel.ListenLocalhost(port);
            });
            builder.AddServiceDefaults(name);
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // why a start failed is the program's to say
            builder.Services.AddHealthChecks().AddCheck("journal", () => bus.Consumers.Any(consumer => consumer.Name == name && consumer.IsHeldUp)
                ? HealthCheckResult.Unhealthy("the service cannot go on applying it; its log says why")
                : HealthCheckResult.Healthy());
            add(builder);
            WebApplication app = builder.Build();
            app.MapServiceDefaults();
            map(app);
            return app;
        }
    }

    // What the services are given besides the environment. A secret that is set, also as a file, is not made.
    private static Dictionary<string, string?> Given(IConfiguration configuration, string dataFolder)
    {
        var given = new Dictionary<string, string?>();
        foreach (string name in new[] { "HMAC_SECRET", "RECEIPT_SECRET" })
        {
            bool isKept = File.Exists(LocalSecrets.PathOf(dataFolder, name));
            if (!LocalSecrets.IsSet(configuration, name) && (isKept || name != "RECEIPT_SECRET" || !LocalSecrets.IsSet(configuration, "RECEIPT_KEY"))) // receipts of a former secret go on verifying
                given[name] = LocalSecrets.GetOrMake(dataFolder, name);
        }

        if (configuration["CONSOLE_DATA"] is null or "")
            given["CONSOLE_DATA"] = Path.Combine(dataFolder, "console");
        if (configuration["POLICY_DIR"] is null or "")
            given["POLICY_DIR"] = Directory.CreateDirectory(Path.Combine(dataFolder, "policies")).FullName; // a folder of policies that is not there is a mistake
        return given;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Bytes} bytes at the journal's end were no whole record and are cut: {Place}. After a crash they are a write that nobody was told of.")]
        public static partial void Torn(ILogger logger, long bytes, string place);
    }

    /// <summary>The process's signals are the program's affair, not each application's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
