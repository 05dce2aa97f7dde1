using LiveOps.ServiceDefaults.Health;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.Tests.ServiceDefaults.Health;

public sealed class Readiness_as_metrics
{
    private readonly ManualClock _clock = new();
    private HealthCheckResult _database = HealthCheckResult.Healthy();

    [Fact]
    public async Task A_scrape_says_which_parts_are_there_missing_or_done_without()
    {
        await using DefaultsHost host = await StartAsync(() => Task.FromResult(_database));
        Assert.Equal((0, 0), await PartAsync(host));

        _database = HealthCheckResult.Unhealthy("away");
        _clock.Advance(ProbedCheck.Fresh);
        Assert.Equal((1, 0), await PartAsync(host));

        _database = HealthCheckResult.Degraded("old");
        _clock.Advance(ProbedCheck.Fresh);
        Assert.Equal((0, 1), await PartAsync(host));
    }

    [Fact]
    public async Task A_check_that_hangs_does_not_hold_a_scrape_up_for_long_and_is_missing_in_a_later_one()
    {
        await using DefaultsHost host = await StartAsync(() => new TaskCompletionSource<HealthCheckResult>().Task);

        Task<string> scrape = host.GetAsync("/metrics");
        for (var patience = new Patience(); !scrape.IsCompleted; await Task.Delay(1, TestContext.Current.CancellationToken))
        {
            Assert.False(patience.IsOver, "the scrape waits for ever");
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Contains("process_cpu_seconds_total", await scrape, StringComparison.Ordinal);
        Task<(int, int)> later = LaterAsync(host);
        for (var patience = new Patience(); !later.IsCompleted; await Task.Delay(1, TestContext.Current.CancellationToken))
        {
            Assert.False(patience.IsOver, "the check that hangs was never missing");
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal((1, 0), await later);
    }

    private async Task<DefaultsHost> StartAsync(Func<Task<HealthCheckResult>> check) => await DefaultsHost.StartAsync(configure: builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddHealthChecks().AddAsyncCheck("database", check);
    });

    private static async Task<(int Missing, int Degraded)> LaterAsync(DefaultsHost host)
    {
        for (var patience = new Patience(); ; Assert.False(patience.IsOver, "nothing is ever missing"))
        {
            string text = await host.GetAsync("/metrics");
            if (text.Contains("readiness_part_missing{part=\"database\"} 1", StringComparison.Ordinal))
                return Read(text);
        }
    }

    private static async Task<(int Missing, int Degraded)> PartAsync(DefaultsHost host) => Read(await host.GetAsync("/metrics"));

    private static (int Missing, int Degraded) Read(string text)
    {
        int Value(string name) => text.Contains($"{name}{{part=\"database\"}} 1", StringComparison.Ordinal) ? 1
            : text.Contains($"{name}{{part=\"database\"}} 0", StringComparison.Ordinal) ? 0 : -1;
        return (Value("readiness_part_missing"), Value("readiness_part_degraded"));
    }
}
