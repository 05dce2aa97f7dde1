using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Cli;

/// <summary>What the tool does when it is put off, refused, or not answered at all.</summary>
[Collection(CliWorld.Alone)]
public sealed class Patience_and_refusals
{
    private static readonly string[] Send = ["send", "--player", "ada", "--amount", "1"];

    [Theory]
    [InlineData(409, "request-in-progress", "tail", "arena")]
    [InlineData(409, "request-in-progress", "keys", "player", "ada")]
    [InlineData(503, "overloaded", "tail", "arena")]
    [InlineData(429, "rate-limited", "keys", "player", "ada")]
    public async Task A_server_that_wants_to_be_left_alone_for_an_hour_is_not_waited_for(int status, string type, params string[] args)
    {
        int asked = 0;
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (await SomebodyElse.TimeAsync(context))
                return;
            asked++;
            await SomebodyElse.ProblemAsync(context, status, type, "Not now.", 3600);
        });

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", args)).Ends(3);

        Assert.Equal(1, asked);
        Assert.StartsWith($"liveops: {type}: Not now. ", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Each request has patience of its own in the client; together they have it once. A request more may go out while the first is being cut off.</summary>
    [Theory]
    [InlineData("send", "--player", "ada", "--amount", "1")]
    [InlineData("keys", "player", "ada")]
    [InlineData("tail", "arena")]
    public async Task One_who_accepts_and_never_answers_is_given_up_when_patience_ends(params string[] args)
    {
        int asked = 0;
        await using WebApplication other = await SomebodyElse.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            return SomebodyElse.SilenceAsync(context);
        });

        var whole = new Patience();
        for (int runs = 1; asked == 0; runs++) // half a second may be over before anybody is asked
        {
            Assert.False(whole.IsOver, "nobody is ever asked");
            (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", [.. args, "--patience", "0.5"])).Ends(3);
            Assert.InRange(asked, 0, 2 * runs);
        }
    }

    [Theory]
    [InlineData(302, "")]
    [InlineData(400, "")]
    [InlineData(403, "")]
    [InlineData(403, "player-erased")]
    [InlineData(415, "unsupported-media-type")]
    [InlineData(422, "idempotency-key-reused")]
    [InlineData(428, "")]
    public async Task What_cannot_get_better_is_a_refusal_and_is_told(int status, string type)
    {
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (!await SomebodyElse.TimeAsync(context))
                await SomebodyElse.ProblemAsync(context, status, type, "No.");
        });

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", Send)).Ends(1);

        Assert.StartsWith(type.Length > 0 ? $"liveops: {type}: No." : $"liveops: status {status}. Something else than LiveOps answers there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_events_are_not_taken_is_told_with_when_to_come_again_and_what_to_do()
    {
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (!await SomebodyElse.TimeAsync(context))
                await SomebodyElse.ProblemAsync(context, 429, "quota-exceeded", "The day's events are used up.", 3600);
        });

        CliRun run = await HeardAsync(other, "quota-exceeded");

        Assert.Contains("0.5 s: 429 quota-exceeded: The day's events are used up. It asks to be left alone for 3600 s.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Send it again after a moment.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("..", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_in_between_that_answers_200_to_events_is_told_as_one()
    {
        await using WebApplication other = await SomebodyElse.StartAsync(context => context.Response.WriteAsync("<html>"));

        CliRun run = await HeardAsync(other, "200. ");

        Assert.Contains("200. ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Something else than LiveOps answers there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_for_half_an_hour_holds_for_half_an_hour_by_the_gateways_clock()
    {
        DateTimeOffset until = default;
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (await SomebodyElse.TimeAsync(context, TimeSpan.FromHours(5)))
                return;
            until = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.GetProperty("expiresAt").GetDateTimeOffset();
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { key = "p.ada.1", secret = "whsec_", playerId = "ada", expiresAt = until }));
        });

        (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", "keys", "player", "ada", "--expires", "30m")).Ends(0);

        Assert.InRange(until - DateTimeOffset.UtcNow, TimeSpan.FromHours(5), TimeSpan.FromHours(5.5));
    }

    [Fact]
    public async Task Of_many_events_the_first_hundred_are_told_and_that_there_are_more()
    {
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (!await SomebodyElse.TimeAsync(context))
                await SomebodyElse.AcceptAsync(context);
        });

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), Lines(150), "send", "--file", "-")).Ends(0);

        Assert.Equal(102, run.Out.TrimEnd().Split('\n').Length);
        Assert.Contains("… and more", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("150 accepted, 0 rejected, 0 bad\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_tells_what_became_of_events_until_then()
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        int accepted = 0;
        await using WebApplication other = await SomebodyElse.StartAsync(async context =>
        {
            if (await SomebodyElse.TimeAsync(context))
                return;
            if (accepted == 0)
            {
                accepted = await SomebodyElse.AcceptAsync(context);
                return;
            }

            await interrupt.CancelAsync();
            await SomebodyElse.SilenceAsync(context);
        });

        CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), Lines(1500), interrupt.Token, "send", "--file", "-")).Ends(130);

        Assert.Contains($"{accepted} accepted, 0 rejected, 0 bad, {1500 - accepted} not answered", run.Error, StringComparison.Ordinal);
    }

    // Half a second may be over before an answer has come, which is then told instead.
    private static async Task<CliRun> HeardAsync(WebApplication other, string answer)
    {
        for (var patience = new Patience(); ;)
        {
            CliRun run = (await CliWorld.RunAsync(SomebodyElse.Settings(other), "", [.. Send, "--patience", "0.5"])).Ends(3);
            if (run.Error.Contains(answer, StringComparison.Ordinal) || patience.IsOver)
                return run;
        }
    }

    private static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $$"""{"id":"m-{{i}}","playerId":"ada","amount":1}""" + "\n"));
}
