using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace LiveOps.AppHost.Running;

/// <summary>
/// Watches what becomes of every process of the system:
/// <list type="number">
/// <item>until all services are ready, one that fails ends the run, with what it said;</item>
/// <item>once they are, it says so, and how to send a first event;</item>
/// <item>from then on one that fails is started again, and nothing else stops; one that fails again and again is left, and said so.</item>
/// </list>
/// One that ends with 0 was told to.
/// </summary>
internal sealed class SystemWatch(
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceCommandService commands, ProcessLog log,
    IConfiguration configuration, IHostApplicationLifetime lifetime)
{
    private const int Killed = 137;

    private readonly Dictionary<string, ResourceEvent> _last = [];
    private readonly Restarts _restarts = new(TimeProvider.System);
    private readonly FrozenDictionary<string, int> _services = model.Resources.OfType<ProjectResource>()
        .Where(project => project.Annotations.OfType<EndpointAnnotation>().Any())
        .ToFrozenDictionary(project => project.Name, project => project.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1);

    private bool _isReady;

    /// <summary>What the program ends with.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Starts watching, before there is anything to see.</summary>
    public void Start() => _ = WatchAsync();

    private async Task WatchAsync()
    {
        try
        {
            await foreach (ResourceEvent now in notifications.WatchAsync(lifetime.ApplicationStopping))
            {
                bool ended = HasFailed(now) && !(_last.TryGetValue(now.ResourceId, out ResourceEvent? before) && HasFailed(before));
                _last[now.ResourceId] = now;
                if (ended)
                    await EndedAsync(now);
                else if (!_isReady && _services.ContainsKey(now.Resource.Name) && now.Snapshot.ExitCode == 0)
                    await AnsweredAsync(now);
                else if (!_isReady && IsReady())
                    SayReady();
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
    }

    private async Task EndedAsync(ResourceEvent failed)
    {
        if (ExitCode != 0)
            return; // what waited for the first one that failed
        IReadOnlyList<string> said = await log.SaidAsync(failed);
        if (!_isReady)
        {
            if (failed.Resource is not ProjectResource || said.Count == 0)
                await Console.Error.WriteLineAsync($"{failed.Resource.Name} did not start.");
            await SayAsync(said);
            ExitCode = failed.Snapshot.ExitCode is > 0 and <= 255 and { } code ? code : 1;
            lifetime.StopApplication();
            return;
        }

        if (failed.Resource is ProjectResource)
            await SayAsync(said);
        bool again = _restarts.Allows(failed.ResourceId);
        await Console.Error.WriteLineAsync($"{failed.ResourceId} {Ended(failed.Snapshot.ExitCode)} {(again
            ? "and is started again."
            : "again and again, and is left: start it in the dashboard when the reason is gone.")}");
        if (again)
            await commands.ExecuteCommandAsync(failed.ResourceId, KnownResourceCommands.StartCommand, lifetime.ApplicationStopping);
    }

    // One that was asked something, --help, has answered and ended.
    private async Task AnsweredAsync(ResourceEvent ended)
    {
        foreach (string line in await log.SaidAsync(ended, everything: true))
            Console.WriteLine(line);
        lifetime.StopApplication();
    }

    // DCP says -1 of what a signal has ended; a program between it and the process, 128 and the signal's number.
    private static string Ended(int? exitCode) =>
        exitCode is null or < 0 or Killed ? "was killed" : string.Create(CultureInfo.InvariantCulture, $"ended with {exitCode}");

    private static async Task SayAsync(IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            await Console.Error.WriteLineAsync(line);
    }

    private bool IsReady() => _services.All(service => service.Value == _last.Values.Count(
        now => now.Resource.Name == service.Key && now.Snapshot.HealthStatus == HealthStatus.Healthy));

    private void SayReady()
    {
        _isReady = true;
        Console.WriteLine(ReadyBanner.Of(model, configuration));
    }

    private static bool HasFailed(ResourceEvent now) =>
        now.Snapshot.State?.Text == KnownResourceStates.FailedToStart
        || (KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text) && now.Snapshot.ExitCode is not (null or 0));
}
