using System.Text.Json;
using LiveOps.Gateway.Summary;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Gateway.Summary;

/// <summary>A part that cannot be had is missing by name; the rest is there, and the answer is one.</summary>
public sealed class A_summary_when_services_fail
{
    private int _asked;

    [Fact]
    public async Task A_service_that_says_to_come_again_later_than_anybody_waits_is_asked_once_and_missing()
    {
        await using DefaultsHost failing = await FailingAsync(after: "3600"), others = await OthersAsync(), gateway = await GatewayAsync(failing, others);

        await IsDegradedAsync(gateway);

        Assert.Equal(1, _asked);
    }

    // Whether the others are there in so short a time is not what is asked: the machine may be busy. With a second of it left the service would be asked again.
    [Fact]
    public async Task A_second_that_a_service_asks_for_is_not_waited_for_when_it_is_most_of_the_time_out()
    {
        await using DefaultsHost failing = await FailingAsync(after: "1"), others = await OthersAsync(), gateway = await GatewayAsync(failing, others, ("SUMMARY_TIMEOUT_MS", "1900"));

        string text = await gateway.GetAsync("/v1/players/ada/summary");

        Assert.Contains("progress", JsonElement.Parse(text).GetProperty("degraded").EnumerateArray().Select(part => part.GetString()));
        Assert.InRange(_asked, 0, 1);
    }

    // From the twentieth attempt within 10 seconds on a service of which half fail is not asked.
    [Fact]
    public async Task A_service_that_has_failed_so_often_that_it_is_left_alone_is_missing_as_before_and_no_other_is()
    {
        await using DefaultsHost failing = await FailingAsync(after: null), others = await OthersAsync(), gateway = await GatewayAsync(failing, others);

        for (int i = 0; i < 30; i++)
            await IsDegradedAsync(gateway);
    }

    private static async Task IsDegradedAsync(DefaultsHost gateway)
    {
        using HttpResponseMessage answer = await gateway.Client.GetAsync("/v1/players/ada/summary", TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {text}");
        JsonElement summary = JsonElement.Parse(text);
        Assert.Equal(("[\"progress\"]", "clean"), (summary.GetProperty("degraded").GetRawText(), summary.GetProperty("standing").GetProperty("standing").GetString()));
    }

    private Task<DefaultsHost> FailingAsync(string? after) => DefaultsHost.StartAsync(app => app.MapGet("/v1/players/{id}", (HttpContext context) =>
    {
        Interlocked.Increment(ref _asked);
        if (after is not null)
            context.Response.Headers.RetryAfter = after;
        return Results.Text("said", statusCode: StatusCodes.Status503ServiceUnavailable);
    }));

    private static Task<DefaultsHost> OthersAsync() => DefaultsHost.StartAsync(app =>
    {
        app.MapGet("/v1/players/{id}/ranks", () => Results.Json(new { ranks = Array.Empty<string>() }));
        app.MapGet("/v1/players/{id}/standing", () => Results.Json(new { standing = "clean" }));
    });

    private static Task<DefaultsHost> GatewayAsync(DefaultsHost failing, DefaultsHost others, params (string Name, string Value)[] settings) => DefaultsHost.StartAsync(
        app => app.MapGet("/v1/players/{id}/summary", (string id, IHttpClientFactory clients, CancellationToken aborted) => SummaryEndpoint.GetAsync(id, clients, aborted)),
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(SlowMachine.Configuration);
            foreach ((string name, string value) in settings)
                builder.Configuration[name] = value;
            foreach (string service in SummaryOptions.Services)
                builder.Configuration[$"services:{service}:http:0"] = (service == "progression" ? failing : others).Client.BaseAddress!.AbsoluteUri;
            builder.AddSummary();
        },
        "gateway");
}
