using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LiveOps.Bench.Reporting;

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
        int players = options.Sized(1_000_000), port = FreePort();
        using Process server = Start("redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no");
        try
        {
            WaitFor(port);
            section.Progress($"filling a sorted set of {players:N0}");
            Output("redis-cli", "-p", $"{port}", "EVAL", "for i = 0, tonumber(ARGV[1]) - 1 do redis.call('ZADD', 'board', math.random(1, 1000000), string.format('%012d', i)) end", "0", $"{players}");
            var table = new Table("redis-benchmark", "requests/s", "requests/s, pipelined by 64");
            foreach ((string name, string[] command) in Commands)
            {
                Spread Rate(int pipeline) => section.Figure($"{name} {pipeline}", Enumerable.Range(0, options.Rounds).Select(_ => Measure(port, players, pipeline, options, command)));
                table.Add(name, Rate(1).ToText(), Rate(64).ToText());
                section.Progress(name);
            }

            section.Say($"{Output("redis-server", "--version").Trim().Split(" sha")[0]}, one sorted set of {players:N0} players, {Clients} connections, no persistence; redis-benchmark on the same machine, {options.Rounds} rounds.");
            section.Add(table);
            return section;
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    private static double Measure(int port, int players, int pipeline, BenchOptions options, string[] command)
    {
        int requests = options.Sized(pipeline == 1 ? 100_000 : 400_000);
        string output = Output("redis-benchmark", ["-p", $"{port}", "-c", $"{Clients}", "-n", $"{requests}", "-P", $"{pipeline}", "-r", $"{players}", "--csv", .. command]);
        string line = output.Trim().Split('\n')[^1]; // "command","requests a second",…
        return double.Parse(line.Split("\",\"")[1], CultureInfo.InvariantCulture);
    }

    private static void WaitFor(int port)
    {
        for (int tries = 0; tries < 100; tries++)
        {
            if (Output("redis-cli", "-p", $"{port}", "PING").Contains("PONG", StringComparison.Ordinal))
                return;
            Thread.Sleep(50);
        }

        throw new InvalidOperationException("redis-server did not start");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Output(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException($"{program} is not installed: apt-get install redis-server redis-tools");
        }
    }
}
