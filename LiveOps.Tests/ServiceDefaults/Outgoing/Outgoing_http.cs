using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly.CircuitBreaker;

namespace LiveOps.Tests.ServiceDefaults.Outgoing;

public sealed class Outgoing_http
{
    private int _asked;
    private Func<int, int> _status = _ => 200;
    private string? _after;

    [Fact]
    public async Task A_service_is_found_by_its_name_and_a_passing_failure_is_tried_again()
    {
        _status = attempt => attempt < 3 ? 503 : 200;
        await using DefaultsHost other = await DefaultsHost.StartAsync(Map);
        await using DefaultsHost host = await StartAsync(other);

        using HttpResponseMessage answer = await ClientOf(host).GetAsync("http://other/ask", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task What_may_have_had_an_effect_is_not_tried_again()
    {
        _status = _ => 503;
        await using DefaultsHost other = await DefaultsHost.StartAsync(Map);
        await using DefaultsHost host = await StartAsync(other);

        using HttpResponseMessage answer = await ClientOf(host).PostAsync("http://other/ask", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(1, _asked);
    }

    [Theory]
    [InlineData(503, "3600")]
    [InlineData(429, "2")]
    [InlineData(503, "Fri, 20 Nov 2026 12:00:00 GMT")]
    public async Task An_answer_that_says_to_come_again_when_there_is_no_time_left_is_handed_over_at_once(int status, string after)
    {
        _status = _ => status;
        _after = after;
        await using DefaultsHost other = await DefaultsHost.StartAsync(Map);
        await using DefaultsHost host = await StartAsync(other);

        using HttpResponseMessage answer = await ClientOf(host).GetAsync("http://other/ask", TestContext.Current.CancellationToken);

        Assert.Equal((status, after, 1), ((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString(), _asked));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("soon")]
    public async Task An_answer_that_says_to_come_again_in_time_or_no_time_is_a_passing_failure(string after)
    {
        _status = attempt => attempt < 3 ? 503 : 200;
        _after = after;
        await using DefaultsHost other = await DefaultsHost.StartAsync(Map);
        await using DefaultsHost host = await StartAsync(other);

        using HttpResponseMessage answer = await ClientOf(host).GetAsync("http://other/ask", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, 3), (answer.StatusCode, _asked));
    }

    [Fact]
    public async Task A_service_that_only_fails_is_left_alone_for_a_while()
    {
        _status = _ => 500;
        await using DefaultsHost other = await DefaultsHost.StartAsync(Map);
        await using DefaultsHost host = await StartAsync(other);
        HttpClient client = ClientOf(host);
        for (int i = 0; i < 20; i++)
            (await client.PostAsync("http://other/ask", null, TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(20, _asked);

        await Assert.ThrowsAsync<BrokenCircuitException>(() => client.PostAsync("http://other/ask", null, TestContext.Current.CancellationToken));

        Assert.Equal(20, _asked);
    }

    private static HttpClient ClientOf(DefaultsHost host) => host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("any");

    private static Task<DefaultsHost> StartAsync(DefaultsHost other) => DefaultsHost.StartAsync(configure: builder =>
    {
        builder.Configuration["services:other:http:0"] = other.Client.BaseAddress!.AbsoluteUri;
        builder.Services.PostConfigureAll<HttpStandardResilienceOptions>(options =>
        {
            // What is tested are counts: no time is meant to run out, however slow the machine is.
            options.TotalRequestTimeout.Timeout = options.AttemptTimeout.Timeout = options.CircuitBreaker.BreakDuration = Patience.Whole;
            options.CircuitBreaker.SamplingDuration = 2 * Patience.Whole;
        });
    });

    private void Map(WebApplication app) =>
        app.MapMethods("/ask", ["GET", "POST"], (HttpContext context) =>
        {
            if (_after is not null)
                context.Response.Headers.RetryAfter = _after;
            return Results.Text("said", statusCode: _status(Interlocked.Increment(ref _asked))); // an answer without a body is given a problem, which says Retry-After
        });
}
