#!/usr/bin/env bash
# Microsoft.Extensions.Caching.StackExchangeRedis 11.0.0 with Redis 7.0 (Debian 12's redis-server), beside Microsoft.Extensions.Caching.Memory 11.0.0
#
# Expected: Set "sets a value with the given key" (IDistributedCache's summary): what was there is replaced, its times too. Options without a time, and Set without options, are an entry that stays until it is removed.
# Seen:     in Redis the entry takes the new value and the new options, and keeps the end of the one before, since HSET leaves a key's time to live alone and nothing clears it: a block of a player for 2 s that is made one without an end
#           is gone after these 2 s. One that replaces a sliding entry ends as well, and reading it does not put that off. In memory, as tests have it, it stays.
# So:       RemoveAsync before a SetAsync without a time; or a long time in place of none, which does replace the old one; what must not vanish is not in a cache.
set -euo pipefail
command -v redis-server >/dev/null || { echo "needs redis-server: apt-get install redis-server"; exit 2; }
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
redis-server --port 0 --unixsocket "$folder/socket" --save "" --dir "$folder" >server.log 2>&1 &
server=$!
for _ in $(seq 100); do redis-cli -s "$folder/socket" PING >/dev/null 2>&1 && break; sleep 0.1; done
redis-cli -s "$folder/socket" INFO server | grep -o "redis_version:[0-9.]*"

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
(string Name, IDistributedCache Cache)[] caches = [("memory", new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))), ("Redis", inRedis)];
foreach ((_, IDistributedCache cache) in caches)
{
    await cache.SetStringAsync("absolute", "blocked for 2 s", new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(2) });
    await cache.SetStringAsync("absolute", "blocked");
    await cache.SetStringAsync("sliding", "blocked for 2 s", new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(2) });
    await cache.SetStringAsync("sliding", "blocked", new DistributedCacheEntryOptions());
    await cache.SetStringAsync("removed before", "blocked for 2 s", new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(2) });
    await cache.RemoveAsync("removed before");
    await cache.SetStringAsync("removed before", "blocked");
}

Read("at once");
await Task.Delay(2500);
Read("after 2.5 s");

void Read(string when)
{
    foreach (string key in (string[])["absolute", "sliding", "removed before"])
        Console.WriteLine($"{when}, {key}: {string.Join(", ", caches.Select(cache => $"{cache.Name} '{cache.Cache.GetString(key)}'"))}");
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 6)
echo "$seen"
[ "$seen" = "at once, absolute: memory 'blocked', Redis 'blocked'
at once, sliding: memory 'blocked', Redis 'blocked'
at once, removed before: memory 'blocked', Redis 'blocked'
after 2.5 s, absolute: memory 'blocked', Redis ''
after 2.5 s, sliding: memory 'blocked', Redis ''
after 2.5 s, removed before: memory 'blocked', Redis 'blocked'" ]
