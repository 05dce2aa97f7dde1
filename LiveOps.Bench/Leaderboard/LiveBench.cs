using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;
using LiveOps.Core.Signing;

namespace LiveOps.Bench.Leaderboard;

/// <summary>Live ranks: many listeners on one board, and how long a change takes to all of them.</summary>
internal static class LiveBench
{
    private const int Most = 10_000, Changes = 10;
    private const string Path = "/v1/leaderboards/board-0000/all/live?limit=10";

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("live", "Live ranks: listeners on one board");
        var table = new Table("listeners", "first to last, ms", "score sent to p99 of listeners, ms", "server CPU, ms a change", "server memory, KiB a listener", "server CPU while nothing changes, % of a core");
        foreach (int listeners in (int[])[options.Sized(1_000), options.Sized(Most)])
            await MeasureAsync(section, table, listeners, options.Rounds * Changes);
        section.Say($"The embedded system and the listeners on one machine, each a process; every listener has a connection of its own and gets the first ten rows. {options.Rounds * Changes} changes, each a signed score that leads the board; a page is looked at once a second, so the way to a listener is half a second on average before anything is sent.");
        section.Add(table);
        return section;
    }

    private static async Task MeasureAsync(Section section, Table table, int listeners, int changes)
    {
        using ServerProcess server = ServerProcess.Start("embedded");
        using var http = new HttpClient();
        long score = 0;
        for (int player = 0; player < 20; player++)
            await ScoreAsync(http, server, $"p-{player}", ++score);
        long before = server.Use().ResidentBytes;
        using var crowd = new Crowd(listeners);
        await crowd.JoinAsync(server.Port("leaderboard"), Path);
        await crowd.HeardAsync(1);
        double memory = (server.Use().ResidentBytes - before) / 1024.0 / listeners;
        section.Progress($"{listeners:N0} listen");

        ServerUse still = server.Use();
        await Task.Delay(TimeSpan.FromSeconds(5));
        double idle = (server.Use().Cpu - still.Cpu).TotalSeconds / 5 * 100;

        var spreads = new List<double>();
        var delays = new List<double>();
        ServerUse start = server.Use();
        for (int change = 0; change < changes; change++)
        {
            long sent = Stopwatch.GetTimestamp();
            await ScoreAsync(http, server, $"p-{change % 20}", ++score);
            long[] heard = await crowd.HeardAsync(change + 2);
            spreads.Add(Stopwatch.GetElapsedTime(heard[0], heard[^1]).TotalMilliseconds);
            delays.Add(Stopwatch.GetElapsedTime(sent, heard[heard.Length * 99 / 100]).TotalMilliseconds);
        }

        double cpu = (server.Use().Cpu - start.Cpu).TotalMilliseconds / changes;
        table.Add(
            listeners.ToString("N0", CultureInfo.InvariantCulture), section.Figure($"spread {listeners}", spreads).ToText(), section.Figure($"delay {listeners}", delays).ToText(),
            section.Figure($"cpu {listeners}", [cpu]).ToText(), section.Figure($"memory {listeners}", [memory]).ToText("N1"), idle.ToString("N1", CultureInfo.InvariantCulture));
    }

    private static async Task ScoreAsync(HttpClient http, ServerProcess server, string player, long score)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string id = Guid.NewGuid().ToString("N");
        byte[] body = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $$$"""{"id":"{{{id}}}","playerId":"{{{player}}}","type":"score_submitted","occurredAt":"{{{now.UtcDateTime:O}}}","data":{"board":"board-0000","score":{{{score}}}}}"""));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address("gateway"), "/v1/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SigningSecret.Parse(PresignedRequests.Secret, "secret"), id, now.ToUnixTimeSeconds(), body));
        using HttpResponseMessage answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
