#!/usr/bin/env bash
# StackExchange.Redis 3.4.35 with two Redis 7.0 (Debian 12's redis-server) behind one address, as a Service of Kubernetes, a proxy or a provider's "primary endpoint" is
#
# Expected: a planned change of roles (FAILOVER, REPLICAOF) costs refused writes for a while: ConfigCheckSeconds, "every minute by default", is "how a primary/replica change is noticed on a deployment that does not announce
#           one" (its summary). Then the client leaves the server that it may not write to any more, and connects anew to the address that it was given, where whoever connects now gets the new primary.
# Seen:     it learns the role, and keeps the connection. Until the look each write is READONLY, and from then on RedisConnectionException, "No connection (requires writable - not eligible for replica) is active", without
#           end: nobody closes the connection, IsConnected is true, ConnectionFailed is not raised, and reads go on, so that a readiness by PING finds nothing. Configure() does not help. With the addresses of both servers
#           the client finds the other one, at the look or by Configure(), and not by the READONLY itself. (Of READONLY its issue 2264 tells, open. Sentinel closes the connections of clients by itself; FAILOVER does not.)
# So:       who has one address makes a new multiplexer when writes are refused as READONLY for some seconds, or has whoever changes roles say CLIENT KILL TYPE normal to the old primary; who has several calls ConfigureAsync
#           at the first READONLY. Readiness writes.
set -euo pipefail
command -v redis-server >/dev/null || { echo "needs redis-server: apt-get install redis-server"; exit 2; }
folder=$(mktemp -d)
servers=()
trap '[ ${#servers[@]} = 0 ] || { kill "${servers[@]}"; wait "${servers[@]}" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
ports=()
while [ ${#ports[@]} -lt 2 ]; do # a port that is taken ends the server: another is tried
    port=$(shuf -i 20000-29999 -n 1)
    mkdir -p "$port"
    redis-server --bind 127.0.0.1 --port "$port" --save '' --repl-diskless-sync-delay 0 --dir "$folder/$port" ${ports:+--replicaof 127.0.0.1 "${ports[0]}"} >server.log 2>&1 &
    servers+=($!)
    sleep 0.5
    if kill -0 $! 2>/dev/null; then ports+=("$port"); else unset 'servers[-1]'; fi
done
redis-cli -p "${ports[0]}" INFO server | grep -o 'redis_version:[0-9.]*'

cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="StackExchange.Redis" Version="[3.4.35]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

int[] ports = [.. args.Select(int.Parse)];
int primary = 0, lost = 0;
using var address = new TcpListener(IPAddress.Loopback, 0); // whoever connects comes to the primary of the moment
address.Start();
_ = Task.Run(async () =>
{
    while (true)
    {
        TcpClient client = await address.AcceptTcpClientAsync(), server = new();
        await server.ConnectAsync(IPAddress.Loopback, ports[primary]);
        _ = client.GetStream().CopyToAsync(server.GetStream());
        _ = server.GetStream().CopyToAsync(client.GetStream());
    }
});
ConfigurationOptions Options() => new() { EndPoints = { address.LocalEndpoint }, ConfigCheckSeconds = 2, AbortOnConnectFail = false };

await using ConnectionMultiplexer one = await ConnectionMultiplexer.ConnectAsync(Options());
await using ConnectionMultiplexer both = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{ports[0]},127.0.0.1:{ports[1]},allowAdmin=true");
one.ConnectionFailed += (_, _) => lost++;
Console.WriteLine($"before: {await Write(one)}, {await Write(both)}");

IServer old = both.GetServer(IPAddress.Loopback, ports[0]);
while (!(await old.InfoRawAsync("replication"))!.Contains("state=online", StringComparison.Ordinal))
    await Task.Delay(100);
await old.ExecuteAsync("FAILOVER");
while ((string?)(await old.ExecuteAsync("ROLE"))[0] != "slave")
    await Task.Delay(100);
primary = 1;
Console.WriteLine($"after FAILOVER: {await Write(one)}, {await Write(both)}");
Task<string> configured = both.ConfigureAsync().ContinueWith(_ => Write(both)).Unwrap();
Console.WriteLine($"two addresses, after ConfigureAsync: {await configured}");
await Task.Delay(TimeSpan.FromSeconds(15)); // seven looks at the configuration
await one.ConfigureAsync();
Console.WriteLine($"one address, after 15 s and ConfigureAsync: {await Write(one)}; connected {one.IsConnected}, failures told {lost}, reads {(await one.GetDatabase().StringGetAsync("key")).HasValue}");
await using ConnectionMultiplexer anew = await ConnectionMultiplexer.ConnectAsync(Options());
Console.WriteLine($"a new client of that address: {await Write(anew)}");

static async Task<string> Write(ConnectionMultiplexer redis)
{
    try { return await redis.GetDatabase().StringSetAsync("key", 1) ? "written" : "not written"; }
    catch (RedisException e) { return e is RedisServerException ? e.Message.Split(' ')[0] : e.GetType().Name; }
}
PROGRAM
seen=$(dotnet run -- "${ports[@]}" 2>&1 | tail -n 5)
echo "$seen"
[ "$seen" = "before: written, written
after FAILOVER: READONLY, READONLY
two addresses, after ConfigureAsync: written
one address, after 15 s and ConfigureAsync: RedisConnectionException; connected True, failures told 0, reads True
a new client of that address: written" ]
