#!/usr/bin/env bash
# StackExchange.Redis 3.4.35 with Redis 7.0 (Debian 12's redis-server)
#
# Expected: a transaction's Condition.StringEqual or HashEqual ("the value is equal to") holds for the very bytes that the server has; LockRelease lets go "if the token value is correct"; a hash that Redis holds,
#           whose names are of course different, becomes a dictionary; a range of a sorted set by value goes from its lower to its upper end as Redis orders them, by bytes.
# Seen:     the client compares texts that look like numbers as numbers, long ones as doubles: two ids of 24 digits that differ in the last are equal, so are 1e5, 100000 and 0100000. A condition holds for another value
#           than what is there, and the transaction writes over it; the wrong token releases a lock; ToDictionary throws; a range from 0123 is turned round and is empty. (From Redis 8.4 on LockRelease asks the server,
#           which compares bytes.)
# So:       tokens and values that are compared begin with a letter that no number has, or are compared in a script; ids from Redis become string (ToStringDictionary) before they are compared or are keys of a dictionary.
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

await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(args[0]) } });
IDatabase database = redis.GetDatabase();
const string Mine = "123456789012345678901234", Another = "123456789012345678901235";

await database.StringSetAsync("owner", Another);
ITransaction transaction = database.CreateTransaction();
transaction.AddCondition(Condition.StringEqual("owner", Mine));
_ = transaction.StringSetAsync("owner", "taken");
Console.WriteLine($"if owner is {Mine}: {await transaction.ExecuteAsync()}, was {Another}, is {await database.StringGetAsync("owner")}");

await database.LockTakeAsync("lock", Another, TimeSpan.FromMinutes(1));
Console.WriteLine($"lock of {Another} released with {Mine}: {await database.LockReleaseAsync("lock", Mine)}, still there: {await database.KeyExistsAsync("lock")}");

await database.HashSetAsync("scores", [new("1e5", 1), new("100000", 2), new("0100000", 3)]);
HashEntry[] scores = await database.HashGetAllAsync("scores");
Console.WriteLine($"fields of a hash: {scores.Length}, different ones {scores.Select(entry => entry.Name).Distinct().Count()}, as texts {scores.ToStringDictionary().Count}");

await database.SortedSetAddAsync("names", [new("0123", 0), new("0123456", 0)]);
RedisValue[] typed = await database.SortedSetRangeByValueAsync("names", "0123", "0123z");
RedisResult raw = await database.ExecuteAsync("ZRANGEBYLEX", "names", "[0123", "[0123z");
Console.WriteLine($"members from 0123 to 0123z: {typed.Length}, asked as a raw command {raw.Length}");
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "if owner is 123456789012345678901234: True, was 123456789012345678901235, is taken
lock of 123456789012345678901235 released with 123456789012345678901234: True, still there: False
fields of a hash: 3, different ones 1, as texts 3
members from 0123 to 0123z: 0, asked as a raw command 2" ]
