using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;
using LiveOps.Client;
using LiveOps.Client.Events;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;

namespace LiveOps.Bench.Webhooks;

/// <summary>Outgoing webhooks: every player of a round reaches a level, and a receiver on this machine is told of each; then beside a receiver that never answers.</summary>
internal static class WebhooksBench
{
    private const int Most = 20_000, Tick = 100;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("webhooks", "Webhooks: notices told");
        int players = options.Sized(Most);
        section.Say($"The embedded system, fsync on, and a receiver that answers 204 at once, in the bench's process. {options.Rounds} rounds of {players:N0} players who reach a level: from the first event handed in until the last of their notices was taken, each signed, one POST each. In the second line another webhook gets the same and its receiver never answers.");
        var table = new Table("receivers", "notices taken/s", "CPU of the system with the events, µs/notice");
        foreach (bool withDead in new[] { false, true })
            await MeasureAsync(section, table, options.Rounds, players, withDead);
        section.Add(table);
        return section;
    }

    private static async Task MeasureAsync(Section section, Table table, int rounds, int players, bool withDead)
    {
        using ServerProcess server = ServerProcess.Start("embedded");
        await using NoticeReceiver receiver = await NoticeReceiver.StartAsync();
        await WantAsync(server, "game", new Uri(receiver.Address, NoticeReceiver.Taking));
        if (withDead)
            await WantAsync(server, "dead", new Uri(receiver.Address, NoticeReceiver.Silent));
        await using var client = new LiveOpsClient(new LiveOpsOptions
        {
            Gateway = server.Address("gateway"),
            Key = ClientKey.Game(PresignedRequests.Secret),
            Sending = { Parallel = 2 },
        });
        string what = withDead ? "one, and one that is dead" : "one";
        var taken = new List<double>();
        var cpu = new List<double>();
        for (int round = 0; round <= rounds; round++)
        {
            ServerUse before = server.Use();
            long start = Stopwatch.GetTimestamp();
            Task all = receiver.TakenAsync((round + 1) * players);
            await LevelAsync(client, round, players);
            await all;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double microseconds = (server.Use() - before).Cpu.TotalMicroseconds / players;
            section.Progress($"{what}: round {round} of {rounds}{(round == 0 ? ", warm-up" : "")}: {players / seconds:N0} notices/s, {microseconds:N0} µs of CPU each");
            if (round == 0)
                continue;
            taken.Add(players / seconds);
            cpu.Add(microseconds);
        }

        string suffix = withDead ? " beside dead" : "";
        table.Add(what, section.Figure("taken" + suffix, taken).ToText(), section.Figure("cpu" + suffix, cpu).ToText());
    }

    // 500 XP lead anybody from the first level to a higher one: one notice a player.
    private static async Task LevelAsync(LiveOpsClient client, int round, int players)
    {
        var tick = new List<GameEvent>(Tick);
        for (int player = 0; player < players; player++)
        {
            tick.Add(GameEvent.Xp($"r{round}-{player}", 500));
            if (tick.Count < Tick && player < players - 1)
                continue;
            if (client.Add([.. tick]) != AddOutcome.Kept)
                throw new InvalidOperationException("the outbox is full");
            tick.Clear();
        }

        await client.FlushAsync();
        if (client.Status.Rejected != 0)
            throw new InvalidOperationException($"{client.Status.Rejected} events were rejected");
    }

    private static async Task WantAsync(ServerProcess server, string name, Uri receiver)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(server.Address("gateway"), "/v1/webhooks/" + name))
        {
            Content = new StringContent($$"""{"url":"{{receiver}}","types":["level.reached"],"reason":"bench"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServeCommand.OperatorToken);
        using HttpResponseMessage answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"the webhook was not made: {await answer.Content.ReadAsStringAsync()}");
    }
}
