using System.Net;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Gateway.Verdicts;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Gateway.Verdicts;

/// <summary>The gateway's side of verdicts over HTTP/2, registered as a gateway does, against a Fairness that does as it is told.</summary>
public sealed class Verdicts_when_Fairness_is_away : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _released = new();
    private WebApplication _fairness = null!, _gateway = null!;
    private IVerdicts _verdicts = null!;
    private int _asked;
    private string? _protocol;
    private Func<HttpContext, Task> _answer = AcceptAsync;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder fairness = WebApplication.CreateSlimBuilder();
        fairness.Logging.ClearProviders();
        fairness.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _fairness = fairness.Build();
        _fairness.MapPost("/v1/verdicts", context =>
        {
            Interlocked.Increment(ref _asked);
            _protocol = context.Request.Protocol;
            return _answer(context);
        });
        await _fairness.StartAsync();
        _gateway = Gateway(("services:fairness:verdicts:0", _fairness.Urls.First()), ("OPERATOR_TOKEN", "token"), ("FAIRNESS_TIMEOUT_MS", "300"));
        _verdicts = _gateway.Services.GetRequiredService<IVerdicts>();
    }

    public async ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        await _gateway.DisposeAsync();
        await _fairness.DisposeAsync();
    }

    [Fact]
    public async Task It_is_found_by_name_and_asked_over_HTTP_2()
    {
        await AskAsync();
        Assert.Equal(("HTTP/2", 1), (_protocol, _asked));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_none_at_the_very_moment()
    {
        _answer = HangAsync;
        Task asked = AskAsync();
        _clock.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("Fairness did not answer in time.", (await Assert.ThrowsAsync<VerdictsUnavailableException>(() => asked)).Message);
        _answer = AcceptAsync;
        await AskAsync();
    }

    [Fact]
    public async Task Failing_again_and_again_it_is_left_alone_and_asked_again_after_the_pause()
    {
        _answer = FailAsync;
        for (int i = 0; i < VerdictsPipeline.MinimumQuestions; i++)
            await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync);
        int asked = _asked;
        for (int i = 0; i < 5; i++)
            Assert.Contains("left alone", (await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(asked, _asked);

        // One question decides.
        _clock.Advance(VerdictsPipeline.Pause);
        Assert.Contains("503", (await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync);
        Assert.Equal(asked + 1, _asked);
        _answer = AcceptAsync;
        _clock.Advance(VerdictsPipeline.Pause);
        await AskAsync();
        await AskAsync();
        Assert.Equal(asked + 3, _asked);
    }

    [Fact]
    public async Task Time_outs_open_the_breaker_too()
    {
        _answer = HangAsync;
        for (int i = 0; i < VerdictsPipeline.MinimumQuestions; i++)
        {
            Task asked = AskAsync();
            _clock.Advance(Timeout);
            await Assert.ThrowsAsync<VerdictsUnavailableException>(() => asked);
        }

        int reached = _asked;
        await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync);
        Assert.Equal(reached, _asked);
    }

    [Fact]
    public async Task A_client_that_went_away_says_nothing_about_Fairness()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        for (int i = 0; i < 3 * VerdictsPipeline.MinimumQuestions; i++)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(gone.Token));
        await AskAsync();
    }

    [Fact]
    public async Task A_client_that_goes_away_while_its_question_decides_does_not_decide()
    {
        _answer = FailAsync;
        for (int i = 0; i < VerdictsPipeline.MinimumQuestions; i++)
            await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync);
        _clock.Advance(VerdictsPipeline.Pause);
        _answer = HangAsync;
        using var gone = new CancellationTokenSource();
        Task decides = AskAsync(gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync);
        _clock.Advance(Timeout);
        Assert.Equal("Fairness did not answer in time.", (await Assert.ThrowsAsync<VerdictsUnavailableException>(() => decides)).Message);
        Assert.Contains("left alone", (await Assert.ThrowsAsync<VerdictsUnavailableException>(AskAsync)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FAIRNESS_URL", null, "FAIRNESS_URL")]
    [InlineData("FAIRNESS_URL", "fairness", "FAIRNESS_URL")]
    [InlineData("FAIRNESS_URL", "ftp://fairness", "FAIRNESS_URL")]
    [InlineData("OPERATOR_TOKEN", null, "OPERATOR_TOKEN")]
    [InlineData("FAIRNESS_TIMEOUT_MS", "0", "FAIRNESS_TIMEOUT_MS")]
    public void A_gateway_that_cannot_ask_does_not_start(string setting, string? value, string named)
    {
        var settings = new Dictionary<string, string?> { ["FAIRNESS_URL"] = "http://localhost:1", ["OPERATOR_TOKEN"] = "token", [setting] = value };
        var e = Assert.Throws<SettingException>(() => Gateway([.. settings.Select(pair => (pair.Key, pair.Value))]));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private WebApplication Gateway(params (string Name, string? Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddServiceDefaults("gateway");
        builder.AddHttpVerdicts();
        return builder.Build();
    }

    private Task AskAsync() => AskAsync(TestContext.Current.CancellationToken);

    private async Task AskAsync(CancellationToken cancellation)
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = "p"u8, Value = 1 });
        await _verdicts.AskAsync(EventBatch.Trusted(builder.Seal(1).Bytes.ToArray()), new Verdict[1], cancellation);
    }

    private static Task AcceptAsync(HttpContext context)
    {
        context.Response.ContentType = VerdictsFormat.ContentType;
        VerdictsFormat.Write(context.Response.BodyWriter, new Verdict[1]);
        return context.Response.BodyWriter.FlushAsync().AsTask();
    }

    private static Task FailAsync(HttpContext context)
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private Task HangAsync(HttpContext context) => _released.Task;
}
