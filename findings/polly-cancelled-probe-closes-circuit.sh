#!/usr/bin/env bash
# Polly.Core 8.9.1, circuit breaker
#
# Expected: once BreakDuration is over one call is let through, and its success closes the circuit. A call that its caller cancels (a player who goes away) is neither success nor failure: ShouldHandle is "any exception
#           except OperationCanceledException", and in Polly 7 the circuit remained half-open after what it does not handle (Polly's issues 311 and 717: "Otherwise, it remains in the half-open state").
# Seen:     whatever ShouldHandle does not take counts as a success, a cancelled call as well. The one that is let through, cancelled after some milliseconds while it waits for the dead service, closes the circuit, and
#           forgets what it had counted: all callers wait again. While it is closed such calls dilute the ratio: of calls that all come to nothing, three in four cancelled, the circuit never opens at a ratio of 0.5.
#           CircuitBreakerStateProvider.CircuitState stays Open until a call is made, where Polly 7 turned to HalfOpen by the time: who asks it before he calls, or for his readiness, never calls again.
# So:       ShouldHandle takes OperationCanceledException too where the cancelled call was still without an answer, or calls go on to their own time-out (inside the breaker) whoever has gone away; no decision by CircuitState.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Polly.Core" Version="[8.9.1]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Polly;
using Polly.CircuitBreaker;

var clock = new Clock();
foreach (bool cancelled in new[] { true, false })
{
    (ResiliencePipeline pipeline, CircuitBreakerStateProvider state) = Build();
    for (int i = 0; i < 4; i++)
        await CallAsync(pipeline, goesAway: false);
    CircuitState failed = state.CircuitState;
    clock.Passed += TimeSpan.FromSeconds(31);
    CircuitState after = state.CircuitState;
    await CallAsync(pipeline, cancelled);
    Console.WriteLine($"four failures: {failed}, after its time: {after}, and the one let through {(cancelled ? "is cancelled" : "fails")}: {state.CircuitState}");
}

(ResiliencePipeline busy, CircuitBreakerStateProvider seen) = Build();
for (int i = 0; i < 40; i++)
    await CallAsync(busy, goesAway: i % 4 != 3);
Console.WriteLine($"40 calls, none answered, 30 of them cancelled: {seen.CircuitState}");

(ResiliencePipeline, CircuitBreakerStateProvider) Build()
{
    var state = new CircuitBreakerStateProvider();
    return (new ResiliencePipelineBuilder { TimeProvider = clock }.AddCircuitBreaker(new CircuitBreakerStrategyOptions
    {
        FailureRatio = 0.5,
        MinimumThroughput = 4,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDuration = TimeSpan.FromSeconds(30),
        StateProvider = state,
    }).Build(), state);
}

static async Task CallAsync(ResiliencePipeline pipeline, bool goesAway)
{
    using var caller = new CancellationTokenSource();
    try
    {
        await pipeline.ExecuteAsync(
            async cancellation =>
            {
                if (!goesAway)
                    throw new IOException("no answer");
                caller.CancelAfter(10);
                await Task.Delay(Timeout.Infinite, cancellation); // the service does not answer
            },
            caller.Token);
    }
    catch (Exception e) when (e is OperationCanceledException or IOException)
    {
    }
}

internal sealed class Clock : TimeProvider
{
    public TimeSpan Passed { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Passed;
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "four failures: Open, after its time: Open, and the one let through is cancelled: Closed
four failures: Open, after its time: Open, and the one let through fails: Open
40 calls, none answered, 30 of them cancelled: Closed" ]
