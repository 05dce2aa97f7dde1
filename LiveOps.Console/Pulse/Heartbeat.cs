using System.Text;
using LiveOps.Console.Services;
using LiveOps.ServiceDefaults.Upkeep;

namespace LiveOps.Console.Pulse;

/// <summary>
/// Looks at the metrics of all services every few seconds while somebody looks at them, and keeps the last ten minutes. Nobody pays for it where nobody looks. Where a service has several
/// replicas it sees one at a time: a rate is taken between two looks at the same process. What the whole cluster does is for its dashboards.
/// </summary>
internal sealed class Heartbeat(ServiceClients clients, TimeProvider clock) : BackgroundService
{
    /// <summary>How often it looks, and how many looks are kept.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private const int Most = 120;

    // How long after somebody looked it goes on.
    private static readonly TimeSpan Watched = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Queue<(DateTimeOffset At, Dictionary<string, Beat> Beats)> _looks = new(); // under the lock
    private readonly Bell _bell = new();
    private DateTimeOffset _until; // under the lock

    /// <summary>The last minutes; the first to ask begins them.</summary>
    public PulseView View()
    {
        (DateTimeOffset At, Dictionary<string, Beat> Beats)[] looks;
        lock (_gate)
        {
            _until = clock.GetUtcNow() + Watched;
            looks = [.. _looks];
        }

        _bell.Ring();
        return PulseReader.Read(looks);
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        var beats = new Dictionary<string, Beat>();
        Answer[] answers = await Task.WhenAll(ServiceNames.All.Select(async service =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            return await clients.SendAsync(service, request, null, null, ServiceClients.Patience, stop);
        }));
        foreach ((string service, Answer answer) in ServiceNames.All.Zip(answers))
        {
            if (answer.Status == StatusCodes.Status200OK) // text, and no JSON
                beats[service] = Beat.Of(Encoding.UTF8.GetString(answer.Body));
        }

        lock (_gate)
        {
            _looks.Enqueue((clock.GetUtcNow(), beats));
            while (_looks.Count > Most)
                _looks.Dequeue();
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _bell.AnswerAsync(() => WatchAsync(stoppingToken), stoppingToken);

    // Until nobody has looked for a while; whoever looks next begins anew.
    private async Task WatchAsync(CancellationToken stop)
    {
        using CancellationTokenSource round = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Rounds.RunAsync(Every, clock, async _ =>
        {
            await LookAsync(stop);
            if (IsWatched())
                return;
            lock (_gate)
                _looks.Clear();
            await round.CancelAsync();
        }, round.Token);
    }

    private bool IsWatched()
    {
        lock (_gate)
            return clock.GetUtcNow() < _until;
    }
}
