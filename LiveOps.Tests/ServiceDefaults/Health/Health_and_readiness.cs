using System.Net;
using System.Text.Json;
using LiveOps.ServiceDefaults.Health;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveOps.Tests.ServiceDefaults.Health;

public sealed class Health_and_readiness
{
    private readonly ManualClock _clock = new();
    private HealthCheckResult _journal = HealthCheckResult.Healthy();
    private int _asked;

    [Fact]
    public async Task Liveness_depends_on_nothing()
    {
        _journal = HealthCheckResult.Unhealthy("the disk is full");
        await using DefaultsHost host = await StartAsync();

        Assert.Equal("""{"status":"alive"}""", await host.GetAsync("/healthz"));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task Readiness_names_what_is_missing_and_why()
    {
        await using DefaultsHost host = await StartAsync();
        Assert.Equal("""{"status":"ready"}""", await host.GetAsync("/readyz"));

        _journal = HealthCheckResult.Unhealthy("the disk is full");
        _clock.Advance(ProbedCheck.Fresh);
        (HttpStatusCode status, string name, string reason) = await ReadyAsync(host);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(("journal", "the disk is full"), (name, reason));
    }

    [Fact]
    public async Task What_a_check_throws_is_not_shown()
    {
        await using DefaultsHost host = await StartAsync(builder =>
            builder.Services.AddHealthChecks().AddCheck("database", () => throw new InvalidOperationException("Host=10.0.0.7;Password=x")));

        (_, string name, string reason) = await ReadyAsync(host);

        Assert.Equal(("database", "InvalidOperationException"), (name, reason));
    }

    [Fact]
    public async Task Many_probes_ask_once()
    {
        await using DefaultsHost host = await StartAsync();

        for (int i = 0; i < 5; i++)
            await host.GetAsync("/readyz");
        Assert.Equal(1, _asked);

        _clock.Advance(ProbedCheck.Fresh);
        await host.GetAsync("/readyz");
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_check_that_hangs_is_named_when_the_time_is_up_and_not_started_again()
    {
        int started = 0;
        var hangs = new TaskCompletionSource<HealthCheckResult>();
        await using DefaultsHost host = await DefaultsHost.StartAsync(configure: builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.Services.AddHealthChecks().AddAsyncCheck("redis", () =>
            {
                Interlocked.Increment(ref started);
                return hangs.Task;
            });
        });
        Readiness readiness = host.Services.GetRequiredService<Readiness>();

        for (int i = 0; i < 2; i++)
        {
            Task<IReadOnlyList<Missing>> asked = readiness.AskAsync();
            _clock.Advance(ProbedCheck.Patience);
            Assert.Equal(new Missing("redis", "no answer within 2 s"), Assert.Single(await asked));
        }

        hangs.SetResult(HealthCheckResult.Healthy());
        Assert.Empty(await readiness.AskAsync());
        Assert.Equal(1, started);
    }

    private Task<DefaultsHost> StartAsync(Action<WebApplicationBuilder>? configure = null) => DefaultsHost.StartAsync(configure: builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddHealthChecks().AddCheck("journal", () =>
        {
            Interlocked.Increment(ref _asked);
            return _journal;
        });
        configure?.Invoke(builder);
    });

    private static async Task<(HttpStatusCode Status, string Name, string Reason)> ReadyAsync(DefaultsHost host)
    {
        using HttpResponseMessage response = await host.Client.GetAsync("/readyz", TestContext.Current.CancellationToken);
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        JsonElement missing = Assert.Single(body.RootElement.GetProperty("missing").EnumerateArray());
        return (response.StatusCode, missing.GetProperty("name").GetString()!, missing.GetProperty("reason").GetString()!);
    }
}
