using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Cli;

/// <summary>What the tool makes of somebody who answers, and is no LiveOps, or stops in the middle.</summary>
[Collection(CliWorld.Alone)]
public sealed class Answers_that_are_none
{
    [Theory]
    [InlineData("""{"not":"ours"}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"total":"many","entries":[]}""")]
    public async Task JSON_that_is_not_ours_is_a_fault_in_a_line(string json)
    {
        await using WebApplication other = await SomebodyElse.StartAsync(context => context.Response.WriteAsync(json));

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", "export", "board", "arena", "--json")).Ends(1);

        Assert.Equal(1, JsonElement.Parse(run.Error).GetProperty("exitCode").GetInt32());
        Assert.Contains("liveops doctor", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_of_an_impossible_name_is_a_mistake_of_the_line()
    {
        await using WebApplication other = await SomebodyElse.StartAsync(context => context.Response.WriteAsync("{}"));

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", "tail", "no board", "--json")).Ends(2);

        Assert.Equal(2, JsonElement.Parse(run.Error).GetProperty("exitCode").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_audit_that_stops_coming_is_not_waited_for(bool hasBegun)
    {
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (hasBegun)
            {
                await context.Response.WriteAsync("{}\n");
                await context.Response.Body.FlushAsync();
            }

            await SomebodyElse.SilenceAsync(context);
        });

        (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", "export", "audit", "--service", "gateway", "--patience", "0.3")).Ends(3);
    }

    [Theory]
    [InlineData("receipt", "keys")]
    [InlineData("policy", "get", "boards")]
    [InlineData("policy", "get", "boards", "--comments")]
    [InlineData("policy", "versions", "boards", "--json")]
    [InlineData("board", "--json")]
    [InlineData("export", "player", "ada", "--json")]
    [InlineData("receipt", "verify", "eyJhbGciOiJFUzI1NiJ9.e30.AA")]
    public async Task A_page_that_stands_in_between_is_no_answer_and_is_not_printed_as_one(params string[] args)
    {
        await using WebApplication other = await SomebodyElse.StartAsync(context => context.Response.WriteAsync("<html>Please sign in to this network.</html>"));

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", args)).Ends(1);

        Assert.Equal("", run.Out);
        Assert.Contains("Something else than LiveOps answers there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_what_there_is_not_has_no_head_either()
    {
        await using WebApplication other = await SomebodyElse.StartAsync(context => SomebodyElse.ProblemAsync(context, 404, "unknown-board", "There is no such board."));

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", "export", "board", "nosuch")).Ends(1);

        Assert.Equal("", run.Out);
        Assert.Contains("liveops board lists the boards", run.Error, StringComparison.Ordinal);
    }
}
