using System.Globalization;
using LiveOps.Bench.Reporting;
using LiveOps.LocalServers;

namespace LiveOps.Bench.Baselines;

/// <summary>redis-benchmark on a sorted set of a million players, in a redis-server that keeps nothing on disk: the bar for rankings.</summary>
internal static class RedisBench
{
    private const int Clients = 64;

    private static readonly (string Name, string[] Command)[] Commands =
    [
        ("ZADD", ["ZADD", "board", "__rand_int__", "__rand_int__"]),
        ("ZREVRANGE, top 10 with scores", ["ZREVRANGE", "board", "0", "9", "WITHSCORES"]),
        ("ZREVRANK", ["ZREVRANK", "board", "__rand_int__"]),
    ];

    public static async Task<Section> RunAsync(BenchOptions options)
    {
        var section = new Section("redis", "Redis, for comparison");
        int players = options.Sized(1_000_000);
        await using RedisServer server = await RedisServer.StartAsync();
        int port = server.Port;
        section.Progress($"filling a sorted set of {players:N0}");
        await server.CommandAsync("EVAL", "for i = 0, tonumber(ARGV[1]) - 1 do redis.call('ZADD', 'board', math.random(1, 1000000), string.format('%012d', i)) end", "0", $"{players}");
        var table = new Table("redis-benchmark", "requests/s", "requests/s, pipelined by 64");
        foreach ((string name, string[] command) in Commands)
        {
            table.Add(name, (await RateAsync(1)).ToText(), (await RateAsync(64)).ToText());
            section.Progress(name);

            async Task<Spread> RateAsync(int pipeline)
            {
                var rates = new List<double>();
                for (int round = 0; round < options.Rounds; round++)
                    rates.Add(await MeasureAsync(port, players, pipeline, options, command));
                return section.Figure($"{name} {pipeline}", rates);
            }
        }

        section.Say($"{(await ServerProgram.RunAsync(null, null, ServerProgram.Find("redis-server", "redis-server"), "--version")).Trim().Split(" sha")[0]}, one sorted set of {players:N0} players, {Clients} connections, no persistence; redis-benchmark on the same machine, {options.Rounds} rounds.");
        section.Add(table);
        return section;
    }

    private static async Task<double> MeasureAsync(int port, int players, int pipeline, BenchOptions options, string[] command)
    {
        int requests = options.Sized(pipeline == 1 ? 100_000 : 400_000);
        string output = await ServerProgram.RunAsync(
            null, null, ServerProgram.Find("redis-benchmark", "redis-tools"), ["-p", $"{port}", "-c", $"{Clients}", "-n", $"{requests}", "-P", $"{pipeline}", "-r", $"{players}", "--csv", .. command]);
        string line = output.Trim().Split('\n')[^1]; // "command","requests a second",…
        return double.Parse(line.Split("\",\"")[1], CultureInfo.InvariantCulture);
    }
}
