#!/usr/bin/env bash
# Microsoft.Extensions.Caching.StackExchangeRedis 11.0.0 (10.0.15 as well) with Redis 7.0 (Debian 12's redis-server), beside Microsoft.Extensions.Caching.Memory 11.0.0
#
# Expected: an entry of IDistributedCache lives as long as its options say, whichever implementation is behind it: AbsoluteExpirationRelativeToNow and SlidingExpiration are TimeSpans, and Redis counts in milliseconds
#           (PEXPIRE). At the very least, a time that cannot be had is an exception.
# Seen:     times are cut to whole seconds, without a word: what is to live for 900 ms is written and gone in the same moment, 1.9 s are one second. A cache of half a second before something dear, to bear many that ask at
#           once, holds nothing: each of them is made anew, and written to Redis besides. In memory, as tests have it, it works. (A sliding entry of 1.9 s has its milliseconds again once it was read.)
# So:       whole seconds, one at least, and a test with Redis that reads what it wrote; or StringSet of one's own, which counts in milliseconds; for less than a second memory alone.
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
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Extensions.Caching.StackExchangeRedis" Version="[11.0.0]" /><PackageReference Include="Microsoft.Extensions.Caching.Memory" Version="[11.0.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net.Sockets;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(args[0]) } });
using var inRedis = new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(redis) });
IDistributedCache inMemory = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
foreach (int time in (int[])[900, 1900])
{
    TimeSpan span = TimeSpan.FromMilliseconds(time);
    foreach ((string kind, DistributedCacheEntryOptions options) in (ReadOnlySpan<(string, DistributedCacheEntryOptions)>)[("absolute", new() { AbsoluteExpirationRelativeToNow = span }), ("sliding", new() { SlidingExpiration = span })])
    {
        string key = kind + time;
        inMemory.Set(key, [1], options);
        inRedis.Set(key, [1], options);
        double left = redis.GetDatabase().KeyTimeToLive(key)?.TotalMilliseconds ?? 0;
        Console.WriteLine($"{kind} {time} ms: in memory {inMemory.Get(key) is not null}, in Redis {inRedis.Get(key) is not null}, for {Math.Ceiling(left / 500) * 500} ms");
    }
}

foreach ((string name, IDistributedCache cache) in (ReadOnlySpan<(string, IDistributedCache)>)[("memory", inMemory), ("Redis", inRedis)])
{
    int made = 0;
    for (int request = 0; request < 10; request++)
    {
        if (cache.Get("board") is null)
            cache.Set("board", [(byte)++made], new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMilliseconds(900) });
    }

    Console.WriteLine($"10 requests one after the other, kept for 900 ms in {name}: made {made} times");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 6)
echo "$seen"
[ "$seen" = "absolute 900 ms: in memory True, in Redis False, for 0 ms
sliding 900 ms: in memory True, in Redis False, for 0 ms
absolute 1900 ms: in memory True, in Redis True, for 1000 ms
sliding 1900 ms: in memory True, in Redis True, for 1000 ms
10 requests one after the other, kept for 900 ms in memory: made 1 times
10 requests one after the other, kept for 900 ms in Redis: made 10 times" ]
