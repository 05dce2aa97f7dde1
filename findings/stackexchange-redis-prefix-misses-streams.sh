#!/usr/bin/env bash
# StackExchange.Redis 3.4.35 with Redis 7.0 (Debian 12's redis-server), IDatabase.WithKeyPrefix
#
# Expected: WithKeyPrefix gives "an isolated key space of the specified underlying database" (its summary): whatever is asked through it has the prefix, and the keys that it answers may be asked again through it.
# Seen:     StreamRead and StreamReadGroup have two forms, of one stream and of several (StreamPosition[]). The second sends the keys without the prefix: it reads the stream of whoever uses the bare name, and not one's own,
#           without a word; a group is "no such key". What pops from the first of several lists or sorted sets answers the key with the prefix: asked again through the same database it is another key, and empty.
#           Publish adds the prefix to the channel, and no subscriber has one: it reaches nobody.
# So:       several streams are read with keys that have the prefix already; a prefix is better put into the keys by one's own code, and a test looks at KEYS of the server.
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
  <ItemGroup><PackageReference Include="StackExchange.Redis" Version="[3.4.35]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.KeyspaceIsolation;

await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(args[0]) } });
IDatabase bare = redis.GetDatabase(), game = bare.WithKeyPrefix("game:");
await bare.StreamAddAsync("events", "of", "another");
await game.StreamAddAsync("events", "of", "mine");
await game.StreamCreateConsumerGroupAsync("events", "workers", "0-0");

StreamEntry[] one = await game.StreamReadAsync("events", "0-0");
RedisStream[] several = await game.StreamReadAsync([new StreamPosition("events", "0-0")]);
Console.WriteLine($"read by its key: {one[0]["of"]}; by a list of keys: {several[0].Entries[0]["of"]}");

int grouped = (await game.StreamReadGroupAsync("events", "workers", "me", "0-0")).Length + (await game.StreamReadGroupAsync("events", "workers", "me", ">")).Length;
string error = "";
try
{
    await game.StreamReadGroupAsync([new StreamPosition("events", ">")], "workers", "me");
}
catch (RedisServerException e)
{
    error = e.Message.Split('\'')[0];
}

Console.WriteLine($"for a group by its key: {grouped}; by a list of keys: {error}");

await game.ListRightPushAsync("todo", ["first", "second"]);
ListPopResult popped = await game.ListLeftPopAsync(["todo"], 1);
Console.WriteLine($"pushed to todo, popped from {popped.Key}, left in it {await game.ListLengthAsync(popped.Key)}, in todo {await game.ListLengthAsync("todo")}");

var heard = new TaskCompletionSource<string>();
await game.Multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"), (_, text) => heard.TrySetResult(text!));
await game.PublishAsync(RedisChannel.Literal("news"), "through the prefix");
await bare.PublishAsync(RedisChannel.Literal("news"), "without it");
Console.WriteLine($"heard first: {await heard.Task}");
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "read by its key: mine; by a list of keys: another
for a group by its key: 1; by a list of keys: NOGROUP No such key 
pushed to todo, popped from game:todo, left in it 0, in todo 1
heard first: without it" ]
