using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Cli;

/// <summary>What the tool makes of somebody who answers, and is no LiveOps, or stops in the middle.</summary>
[Collection(CliWorld.Alone)]
public sealed class Answers_that_are_none
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"not":"ours"}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"total":"many","entries":[]}""")]
    public async Task JSON_that_is_not_ours_is_a_fault_in_a_line(string json)
    {
        await using WebApplication other = await StartAsync(context => context.Response.WriteAsync(json));

        CliRun run = (await CliWorld.RunAsync(Settings(other), "", "export", "board", "arena", "--json")).Ends(1);

        Assert.Equal(1, JsonElement.Parse(run.Error).GetProperty("exitCode").GetInt32());
        Assert.Contains("liveops doctor", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_of_an_impossible_name_is_a_mistake_of_the_line()
    {
        await using WebApplication other = await StartAsync(context => context.Response.WriteAsync("{}"));

        CliRun run = (await CliWorld.RunAsync(Settings(other), "", "tail", "no board", "--json")).Ends(2);

        Assert.Equal(2, JsonElement.Parse(run.Error).GetProperty("exitCode").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_audit_that_stops_coming_is_not_waited_for(bool hasBegun)
    {
        await using WebApplication other = await StartAsync(async context =>
        {
            if (hasBegun)
            {
                await context.Response.WriteAsync("{}\n");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        (await CliWorld.RunAsync(Settings(other), "", "export", "audit", "--service", "gateway", "--patience", "0.3")).Ends(3);
    }

    private static Dictionary<string, string> Settings(WebApplication other) => new() { ["LIVEOPS_GATEWAY"] = other.Urls.First(), ["LIVEOPS_OPERATOR_TOKEN"] = "a-token-of-an-operator" };

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Cancellation);
        return app;
    }
}
