#!/usr/bin/env bash
# ASP.NET Core 10.0, TypedResults.ServerSentEvents
#
# Expected: the answer begins when the stream does: status and headers go out, the browser's onopen and HttpClient's ResponseHeadersRead come back, and
#           events follow when there are any. The standard announces a connection by its headers (HTML, Server-sent events, 9.2.3).
# Seen:     nothing goes out before the first event. Who listens to what changes seldom is not connected until it does: onopen waits, HttpClient gives up
#           at its Timeout (100 s by default) and comes again, for ever; events in between are lost
#           to it. An SseItem cannot be a comment, so there is no keeping alive either; and an item that is null is written as empty data,
#           which is not JSON.
# So:       the source flushes before it waits (await context.Response.Body.FlushAsync() as its first statement), or begins with an event; a stream
#           that is silent for long is written by hand, with comments.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
await using WebApplication app = builder.Build();
app.MapGet("/plain", (CancellationToken cancellation) => TypedResults.ServerSentEvents(Ranks(null, cancellation)));
app.MapGet("/flushed", (HttpContext context, CancellationToken cancellation) => TypedResults.ServerSentEvents(Ranks(context, cancellation)));
await app.StartAsync();

await TellAsync("/plain", 20);
await TellAsync("/plain", 2);
await TellAsync("/flushed", 2);
await app.StopAsync(new CancellationToken(true));

async Task TellAsync(string path, int timeout)
{
    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(timeout) };
    var clock = Stopwatch.StartNew();
    try
    {
        using HttpResponseMessage answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead); // the time-out is of the headers
        string after = clock.Elapsed.TotalSeconds < 3 ? "before" : "with";
        string text = await answer.Content.ReadAsStringAsync();
        Console.WriteLine($"{path}, time-out {timeout} s: headers {after} the first event, {text.Replace("\n", "|")}");
    }
    catch (TaskCanceledException)
    {
        Console.WriteLine($"{path}, time-out {timeout} s: not connected");
    }
}

static async IAsyncEnumerable<Rank?> Ranks(HttpContext? context, [EnumeratorCancellation] CancellationToken cancellation)
{
    if (context is not null)
        await context.Response.Body.FlushAsync(cancellation);
    await Task.Delay(4000, cancellation);
    yield return new Rank(7);
    yield return null;
}

internal sealed record Rank(int Place);
PROGRAM
echo "SDK $(dotnet --version)"
seen=$(dotnet run 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = '/plain, time-out 20 s: headers with the first event, data: {"place":7}||data: ||
/plain, time-out 2 s: not connected
/flushed, time-out 2 s: headers before the first event, data: {"place":7}||data: ||' ]
