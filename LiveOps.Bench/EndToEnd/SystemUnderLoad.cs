using System.Diagnostics;
using LiveOps.Bench.Load;
using LiveOps.Bench.Sending;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.EndToEnd;

/// <summary>The embedded system in a process of its own, and what has been sent to it.</summary>
internal sealed class SystemUnderLoad : IDisposable
{
    private static readonly string[] Consumers = ["gateway", "progression", "leaderboard", "fairness"];

    private readonly HttpClient _http = new();

    public SystemUnderLoad(EventMix mix)
    {
        Mix = mix;
        Server = ServerProcess.Start("embedded");
        Effects = new Effects(mix);
    }

    public EventMix Mix { get; }

    public ServerProcess Server { get; }

    public Effects Effects { get; }

    /// <summary>Sends requests and waits until all consumers have applied them.</summary>
    /// <param name="requests">Each is sent once.</param>
    /// <param name="connections">Over so many connections.</param>
    /// <param name="perSecond">Requests a second, or 0: as fast as answers come.</param>
    public async Task<LoadedRound> SendAsync(PresignedRequests requests, int connections, double perSecond = 0)
    {
        double commits = await JournalAsync("count"), committing = await JournalAsync("sum");
        Dictionary<string, TimeSpan> threads = ThreadTimes.Of(Server.Id);
        ServerUse before = Server.Use();
        SendResult sent = SenderProcess.Send(Server.Port("gateway"), requests, connections, perSecond);
        long events = (long)requests.Count * requests.EventsPerRequest;
        if (sent.Accepted != events)
            throw new InvalidOperationException($"{sent.Accepted} of {events} events were accepted");
        foreach (string consumer in Consumers)
        {
            while (await Metrics.ReadAsync(_http, Server.Address(consumer), "bus_lag_events") > 0)
                await Task.Delay(1);
        }

        TimeSpan visible = Stopwatch.GetElapsedTime(sent.Start);
        ServerUse after = Server.Use();
        Dictionary<string, TimeSpan> used = ThreadTimes.Of(Server.Id);
        foreach ((string part, TimeSpan time) in threads)
            used[part] -= time;
        Effects.Add(requests);
        return new LoadedRound(sent, events, visible, used,
            after.AllocatedBytes - before.AllocatedBytes, after.ResidentBytes, await JournalAsync("count") - commits, await JournalAsync("sum") - committing);
    }

    /// <summary>Compares every player and board with what was sent.</summary>
    public async Task<string> CheckAsync()
    {
        using var check = new EffectsCheck(_http, Server.Address("progression"), Server.Address("leaderboard"), Effects);
        return await check.RunAsync();
    }

    public void Dispose()
    {
        Server.Dispose();
        _http.Dispose();
    }

    private Task<double> JournalAsync(string what) => Metrics.ReadAsync(_http, Server.Address("gateway"), "journal_commit_duration_seconds_" + what);
}

/// <summary>One round.</summary>
/// <param name="Sent">What the load generator saw.</param>
/// <param name="Events">Events sent, all accepted.</param>
/// <param name="Visible">From the first byte sent until every consumer had applied the last event.</param>
/// <param name="Parts">Processor time of the server by part.</param>
/// <param name="AllocatedBytes">Allocated by the server.</param>
/// <param name="ResidentBytes">The server's memory afterwards.</param>
/// <param name="Commits">Groups written to the journal.</param>
/// <param name="CommitSeconds">How long writing and forcing them took.</param>
internal sealed record LoadedRound(
    SendResult Sent, long Events, TimeSpan Visible, Dictionary<string, TimeSpan> Parts, long AllocatedBytes, long ResidentBytes, double Commits, double CommitSeconds)
{
    public double PerSecond => Events / Visible.TotalSeconds;
}
