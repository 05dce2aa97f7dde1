using System.Diagnostics;
using LiveOps.Bench.EndToEnd;
using LiveOps.Bench.Load;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;
using LiveOps.Client;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Signing;
using LiveOps.Core.Events;
using GameEvent = LiveOps.Client.Events.GameEvent;

namespace LiveOps.Bench.Client;

/// <summary>A game server that links the client: events go in a tick's worth at a time, through the outbox on the disk, to the embedded system beside it, until each has its verdict.</summary>
internal static class ClientBench
{
    private const int Tick = 100, PerSecond = 300_000;

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("client", "The client library");
        int perRound = (int)(PerSecond * options.Duration.TotalSeconds);
        section.Say($"One process, one thread that hands events in, {Tick} at a time, outbox on the disk, four requests side by side; the embedded system beside it on the same cores, fsync on. {options.Rounds} rounds of {perRound:N0} events: from the first handed in until the last has its verdict.");
        var whole = new List<double>();
        var adding = new List<double>();
        var allocated = new List<double>();
        var own = new List<double>();
        var served = new List<double>();
        string folder = Directory.CreateTempSubdirectory("liveops-bench-outbox-").FullName;
        try
        {
            using ServerProcess server = ServerProcess.Start("embedded");
            await using var client = Open(server.Address("gateway"), folder);
            client.Start();
            for (int round = 0; round <= options.Rounds; round++)
            {
                (TimeSpan cpu, ServerUse use) = (Environment.CpuUsage.TotalTime, server.Use());
                (double wholeSeconds, double addSeconds, double bytes) = await RunAsync(client, round, perRound);
                (cpu, use) = (Environment.CpuUsage.TotalTime - cpu, server.Use() - use);
                section.Progress($"round {round} of {options.Rounds}{(round == 0 ? ", warm-up" : "")}: {perRound / wholeSeconds:N0} events/s, handed in at {perRound / addSeconds:N0}/s, {bytes:N0} B an event, {cpu.TotalMicroseconds / perRound:N2} µs of CPU here and {use.Cpu.TotalMicroseconds / perRound:N2} there");
                if (round == 0)
                    continue;
                whole.Add(perRound / wholeSeconds);
                adding.Add(perRound / addSeconds);
                allocated.Add(bytes);
                own.Add(cpu.TotalMicroseconds / perRound);
                served.Add(use.Cpu.TotalMicroseconds / perRound);
            }

            if (client.Status.Accepted != (long)perRound * (options.Rounds + 1))
                throw new InvalidOperationException($"{client.Status.Accepted} of {(long)perRound * (options.Rounds + 1)} events were accepted, {client.Status.Rejected} rejected");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var table = new Table("through to the verdict, events/s", "handed in, events/s", "allocated B/event", "CPU of the client, µs/event", "CPU of the system, µs/event");
        table.Add(section.Figure("events", whole).ToText(), section.Figure("adding", adding).ToText(), section.Figure("allocated", allocated).ToText(), section.Figure("own cpu", own).ToText("N2"), section.Figure("system cpu", served).ToText("N2"));
        section.Add(table);
        return section;
    }

    private static LiveOpsClient Open(Uri gateway, string folder) => new(new LiveOpsOptions
    {
        Gateway = gateway,
        Key = ClientKey.Game(PresignedRequests.Secret),
        Outbox = new OutboxOptions { Folder = Path.Combine(folder, "outbox"), MaxBytes = 1L << 30 },
        Sending = { Parallel = 4 },
    });

    private static async Task<(double Whole, double Adding, double Bytes)> RunAsync(LiveOpsClient client, int round, int count)
    {
        string[] players = Names("p", EndToEndBench.Mix.Players), bosses = Names("boss-", EventMix.Bosses), items = Names("item-", EventMix.Items), boards = Names("board-", EndToEndBench.Mix.Boards);
        GameEvent[] tick = new GameEvent[Tick];
        long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        for (int n = 0; n < count; n += Tick)
        {
            for (int i = 0; i < Tick; i++)
            {
                MixedEvent one = EndToEndBench.Mix.At(7000 + round, n + i);
                tick[i] = one.Type switch
                {
                    EventType.XpGained => GameEvent.Xp(players[one.Player], one.Value),
                    EventType.BossKilled => GameEvent.Boss(players[one.Player], bosses[one.Subject]),
                    EventType.ItemAcquired => GameEvent.Item(players[one.Player], items[one.Subject], one.Value),
                    _ => GameEvent.Score(players[one.Player], boards[one.Subject], one.Value),
                };
            }

            if (client.Add(tick) != AddOutcome.Kept)
                throw new InvalidOperationException("the outbox is full");
        }

        double adding = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await client.FlushAsync();
        double whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (whole, adding, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / count);
    }

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(n => $"{prefix}{n}")];
}
