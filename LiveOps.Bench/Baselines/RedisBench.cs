using System.Globalization;
using LiveOps.Bench.Cluster;
using LiveOps.Bench.Reporting;
using LiveOps.Bench.Servers;

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

    public static Section Run(BenchOptions options)
    {
        var section = new Section("redis", "Redis, for comparison");
        int players = options.Sized(1_000_000);
        using var server = new RedisServer("--appendonly", "no");
        int port = server.Port;
        section.Progress($"filling a sorted set of {players:N0}");
        server.Command("EVAL", "for i = 0, tonumber(ARGV[1]) - 1 do redis.call('ZADD', 'board', math.random(1, 1000000), string.format('%012d', i)) end", "0", $"{players}");
        var table = new Table("redis-benchmark", "requests/s", "requests/s, pipelined by 64");
        foreach ((string name, string[] command) in Commands)
        {
            Spread Rate(int pipeline) => section.Figure($"{name} {pipeline}", Enumerable.Range(0, options.Rounds).Select(_ => Measure(port, players, pipeline, options, command)));
            table.Add(name, Rate(1).ToText(), Rate(64).ToText());
            section.Progress(name);
        }

        section.Say($"{LocalProgram.Run(null, "redis-server", "--version").Trim().Split(" sha")[0]}, one sorted set of {players:N0} players, {Clients} connections, no persistence; redis-benchmark on the same machine, {options.Rounds} rounds.");
        section.Add(table);
        return section;
    }

    private static double Measure(int port, int players, int pipeline, BenchOptions options, string[] command)
    {
        int requests = options.Sized(pipeline == 1 ? 100_000 : 400_000);
        string output = LocalProgram.Run(null, "redis-benchmark", ["-p", $"{port}", "-c", $"{Clients}", "-n", $"{requests}", "-P", $"{pipeline}", "-r", $"{players}", "--csv", .. command]);
        string line = output.Trim().Split('\n')[^1]; // "command","requests a second",…
        return double.Parse(line.Split("\",\"")[1], CultureInfo.InvariantCulture);
    }
}
