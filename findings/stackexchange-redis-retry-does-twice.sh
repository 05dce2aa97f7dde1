#!/usr/bin/env bash
# StackExchange.Redis 3.4.35, IDatabase.WithRetry() with its default policy, and Redis 7.0 (Debian 12's redis-server); a proxy on the way loses one answer and the connection
#
# Expected: what may have been done already is sent again only if that changes nothing: a command that "writes data cumulatively (for example INCR or LPOP), so a retry can double-apply and change the result"
#           (CommandRetryWriteAccumulating) is above the policy's MaxCommandRetryCategory, and an exception says that nobody knows. "For the built-in typed methods … the library assigns the appropriate category
#           automatically" (its documentation, Failover). So it is with INCR.
# Seen:     LTRIM and ZREMRANGEBYRANK count as conditional writes, ZUNIONSTORE as one whose last writer wins, whatever their arguments: they are sent again when the answer was lost. ListTrim(jobs, 3, -1), the way to take
#           off three that were read, takes off six; SortedSetRemoveRangeByRank(board, 0, 2) removes six players and answers 3; today's points, added to a total by SortedSetCombineAndStore(Union, total, total, today),
#           are in it twice. GETDEL is sent again too, finds nothing, and says so: the value, which was there once, was deleted and reached nobody. No exception in any of them.
# So:       such calls go through the database without WithRetry, or with flags: CommandFlags.CommandRetryWriteAccumulating (or CommandRetryNever) on each of them, which the library's own category does not override.
set -euo pipefail
command -v redis-server >/dev/null || { echo "needs redis-server: apt-get install redis-server"; exit 2; }
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
redis-server --port 0 --unixsocket "$folder/socket" --save '' --dir "$folder" >server.log 2>&1 &
server=$!
for _ in $(seq 100); do redis-cli -s "$folder/socket" PING >/dev/null 2>&1 && break; sleep 0.1; done
redis-cli -s "$folder/socket" INFO server | grep -o 'redis_version:[0-9.]*'

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="StackExchange.Redis" Version="[3.4.35]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;
using StackExchange.Redis.Availability;

var server = new UnixDomainSocketEndPoint(args[0]);
var proxy = new Proxy(server);
await using ConnectionMultiplexer far = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { proxy.Address } });
await using ConnectionMultiplexer near = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { server } });
IDatabaseAsync retrying = far.GetDatabase().WithRetry();
IDatabase there = near.GetDatabase();

there.StringSet("count", 1);
await LoseAsync("INCR", async () => $"{await retrying.StringIncrementAsync("count")}", () => $"the count is {there.StringGet("count")}");
there.ListRightPush("jobs", [.. Enumerable.Range(1, 10).Select(job => (RedisValue)job)]);
await LoseAsync("LTRIM", async () => { await retrying.ListTrimAsync("jobs", 3, -1); return "done"; }, () => $"{there.ListLength("jobs")} of 10 jobs are left after 3 were taken off");
there.SortedSetAdd("board", [.. Enumerable.Range(1, 10).Select(player => new SortedSetEntry($"player{player}", player))]);
await LoseAsync("ZREMRANGEBYRANK", async () => $"{await retrying.SortedSetRemoveRangeByRankAsync("board", 0, 2)} removed", () => $"{there.SortedSetLength("board")} of 10 players are left");
there.SortedSetAdd("total", "ada", 100);
there.SortedSetAdd("today", "ada", 10);
await LoseAsync("ZUNIONSTORE", async () => $"{await retrying.SortedSetCombineAndStoreAsync(SetOperation.Union, "total", "total", "today")} stored", () => $"100 points and 10 are {there.SortedSetScore("total", "ada")}");
there.StringSet("prize", "sword");
await LoseAsync("GETDEL", async () => $"'{await retrying.StringGetDeleteAsync("prize")}'", () => $"the prize is there: {there.KeyExists("prize")}");
there.KeyDelete("jobs");
there.ListRightPush("jobs", [.. Enumerable.Range(1, 10).Select(job => (RedisValue)job)]);
await LoseAsync("LTRIM", async () => { await retrying.ListTrimAsync("jobs", 3, -1, CommandFlags.CommandRetryWriteAccumulating); return "done"; }, () => $"{there.ListLength("jobs")} of 10 jobs are left, with the flag");

async Task LoseAsync(string command, Func<Task<string>> call, Func<string> after)
{
    proxy.Loses = command;
    string answer;
    try
    {
        answer = await call();
    }
    catch (RedisConnectionException)
    {
        answer = "an exception";
        while (!far.IsConnected)
            await Task.Delay(50);
    }

    Console.WriteLine($"{command}: {answer}; {after()}");
}

/// <summary>Passes everything on, and once, when it has passed on the command that it is told, closes in place of the answer.</summary>
internal sealed class Proxy
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint _server;

    public Proxy(EndPoint server)
    {
        _server = server;
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync());
        });
    }

    public EndPoint Address => _listener.LocalEndpoint;

    public volatile string? Loses;

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await server.ConnectAsync(_server);
        bool isLost = false;
        async Task PassAsync(Socket from, Socket to)
        {
            byte[] bytes = new byte[65536];
            try
            {
                for (int count; (count = await from.ReceiveAsync(bytes)) > 0;)
                {
                    if (from == client && Loses is { } command && Encoding.Latin1.GetString(bytes, 0, count).Contains($"\r\n{command}\r\n", StringComparison.Ordinal))
                        (Loses, isLost) = (null, true);
                    else if (from == server && isLost)
                        return;
                    await to.SendAsync(bytes.AsMemory(0, count));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }

        await Task.WhenAny(PassAsync(client, server), PassAsync(server, client));
        client.Close();
    }
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 6)
echo "$seen"
[ "$seen" = "INCR: an exception; the count is 2
LTRIM: done; 4 of 10 jobs are left after 3 were taken off
ZREMRANGEBYRANK: 3 removed; 4 of 10 players are left
ZUNIONSTORE: 1 stored; 100 points and 10 are 120
GETDEL: ''; the prize is there: False
LTRIM: an exception; 7 of 10 jobs are left, with the flag" ]
