using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Configuration;
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
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceCommandService commands, FailedLog log,
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
        if (!_isReady)
        {
            await Console.Error.WriteLineAsync(await log.SaidAsync(failed));
            ExitCode = failed.Snapshot.ExitCode is > 0 and <= 255 and { } code ? code : 1;
            lifetime.StopApplication();
            return;
        }

        string said = string.Create(CultureInfo.InvariantCulture, $"{failed.ResourceId} ended with {failed.Snapshot.ExitCode ?? 1}");
        if (failed.Snapshot.ExitCode != Killed)
            await Console.Error.WriteLineAsync(await log.SaidAsync(failed));
        if (!_restarts.Allows(failed.ResourceId))
        {
            await Console.Error.WriteLineAsync($"{said} once more, and is left: start it in the dashboard when its reason is gone.");
            return;
        }

        await Console.Error.WriteLineAsync($"{said}: it is started again.");
        await commands.ExecuteCommandAsync(failed.ResourceId, KnownResourceCommands.StartCommand, lifetime.ApplicationStopping);
    }

    private bool IsReady() => _services.All(service => service.Value == _last.Values.Count(
        now => now.Resource.Name == service.Key && now.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy));

    private void SayReady()
    {
        _isReady = true;
        Console.WriteLine(ReadyBanner.Of(model, configuration));
    }

    private static bool HasFailed(ResourceEvent now) =>
        now.Snapshot.State?.Text == KnownResourceStates.FailedToStart
        || (KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text) && now.Snapshot.ExitCode is not (null or 0));
}
