#!/usr/bin/env bash
# OpenTelemetry.Instrumentation.StackExchangeRedis 1.20.1-beta.1 with StackExchange.Redis 3.4.35 and Redis 7.0 (Debian 12's redis-server)
#
# Expected: the span of a command that failed says so: "When the operation ends with an error, instrumentation: SHOULD set the span status code to Error, SHOULD set the error.type attribute" (OpenTelemetry's semantic
#           conventions, Recording errors), as the spans of HttpClient and of Npgsql do. Traces are searched and sampled by it, and metrics made of spans count errors by it.
# Seen:     it is never set. A command that Redis refused (WRONGTYPE; OOM and READONLY are the same), and one that timed out, have the span of one that did what it should; that of the time-out even has the event
#           "ResponseReceived" for an answer that never came. A synchronous call that timed out, and any call without a connection, have no span at all: in the worst outage there are the fewest spans of Redis, and none of them
#           is an error. (Its issue 1248, open, tells of connecting; dotnet/aspire's 2926 of an unresponsive server.)
# So:       errors of Redis are counted by one's own metric, and recorded on the span around the call (Activity.AddException and SetStatus where it is caught); no alert and no sampling by status counts on these spans.
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
  <ItemGroup><PackageReference Include="StackExchange.Redis" Version="[3.4.35]" /><PackageReference Include="OpenTelemetry.Exporter.InMemory" Version="[1.20.1]" /><PackageReference Include="OpenTelemetry.Instrumentation.StackExchangeRedis" Version="[1.20.1-beta.1]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Trace;
using StackExchange.Redis;

ConfigurationOptions Options(string socket) => new() { EndPoints = { new UnixDomainSocketEndPoint(socket) }, AsyncTimeout = 500, SyncTimeout = 500, ConnectTimeout = 500, AbortOnConnectFail = false, BacklogPolicy = BacklogPolicy.FailFast, AllowAdmin = true };
await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(Options(args[0]));
await using ConnectionMultiplexer away = await ConnectionMultiplexer.ConnectAsync(Options(args[0] + "-of-nobody"));
using var requests = new ActivitySource("requests");
var spans = new List<Activity>();
var called = new List<(Activity? Request, string Outcome)>();
using (TracerProvider provider = Sdk.CreateTracerProviderBuilder().AddSource("requests").AddRedisInstrumentation(redis).AddRedisInstrumentation(away).AddInMemoryExporter(spans).Build())
{
    IDatabase database = redis.GetDatabase();
    await Call("written", async () => await database.StringSetAsync("key", "text"));
    await Call("refused", async () => await database.ListLeftPushAsync("key", "text"));
    await Call("no connection", async () => await away.GetDatabase().StringGetAsync("key"));
    await database.ExecuteAsync("CLIENT", "PAUSE", "4000");
    await Call("too late", async () => await database.StringGetAsync("key"));
    await Call("too late, synchronous", () => Task.FromResult(database.StringGet("key")));
    await Task.Delay(4000);
    provider.ForceFlush();
}

foreach ((Activity? request, string outcome) in called)
{
    Activity? span = spans.Find(span => span.ParentSpanId == request!.SpanId);
    Console.WriteLine($"{request!.DisplayName}, {outcome}: {(span is null ? "no span" : $"{span.Status}, error.type {span.GetTagItem("error.type") ?? "missing"}, {string.Join(' ', span.Events.Select(e => e.Name))}")}");
}

async Task Call(string what, Func<Task> call)
{
    using Activity? request = requests.StartActivity(what);
    string outcome = "done";
    try { await call(); }
    catch (Exception e) when (e is RedisException or TimeoutException) { outcome = e.GetType().Name; }
    called.Add((request, outcome));
}
PROGRAM
seen=$(dotnet run -- "$folder/socket" 2>&1 | tail -n 5)
echo "$seen"
[ "$seen" = "written, done: Unset, error.type missing, Enqueued Sent ResponseReceived
refused, RedisServerException: Unset, error.type missing, Enqueued Sent ResponseReceived
no connection, RedisConnectionException: no span
too late, RedisTimeoutException: Unset, error.type missing, Enqueued Sent ResponseReceived
too late, synchronous, RedisTimeoutException: no span" ]
