using System.Net;
using System.Text.Json;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Console;

/// <summary>Two operators have the same page before them: what the first does is not undone by the second, who has not seen it, and who is told.</summary>
public sealed class Two_at_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Both_end_a_period_at_once_and_one_period_is_ended()
    {
        const string Board = "/boards/arena/daily", Page = Board + "/rollover";
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live), bob = await ConsoleVisitor.SignedInAsync(_live);
        string period = ConsoleVisitor.FieldOf(await ann.PageAsync(Page), "period"), ofBob = ConsoleVisitor.FieldOf(await bob.PageAsync(Page), "period");
        Assert.Equal(period, ofBob);
        await ann.DoAsync(Page, Page, ("period", period), ("reason", "the anniversary"));
        await _live.AcceptAsync(_live.Score("player-1", "arena", 500)); // there is something to end again
        await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily", board => board.GetProperty("total").GetInt32() == 1);

        (int status, string page, _) = await bob.SendAsync(Page, Page, ("period", ofBob), ("reason", "the anniversary"));

        Assert.Equal(409, status);
        Assert.Contains("Another period runs by now", page, StringComparison.Ordinal);
        Assert.Contains($"{period}~2 runs now, and not {period}", page, StringComparison.Ordinal);
        Assert.Equal(period + "~2", ConsoleVisitor.FieldOf(page, "period"));
        JsonElement past = (await _live.JsonAsync("leaderboard", "/v1/leaderboards/arena/daily/history")).GetProperty("periods");
        Assert.Equal([period], past.EnumerateArray().Select(one => one.GetProperty("period").GetString()));
        await bob.DoAsync(Page, Page, ("period", ConsoleVisitor.FieldOf(page, "period")), ("reason", "seen by now"));
    }

    [Fact]
    public async Task What_is_rolled_back_over_is_what_was_compared_with()
    {
        const string Path = "/policies/fairness", Version = Path + "/versions/1", Document = "/v1/policies/fairness";
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live), bob = await ConsoleVisitor.SignedInAsync(_live);
        for (int version = 0; version < 2; version++)
            await SaveAsync(ann, version);
        string stale = ConsoleVisitor.FieldOf(await ann.PageAsync(Version), "etag");
        Assert.Equal("\"2\"", stale);
        await SaveAsync(bob, 2);

        (int status, string page, _) = await ann.SendAsync(Version, Version, ("etag", stale), ("reason", "the first was better"));

        Assert.Equal(412, status);
        Assert.Contains("Another version is in force", page, StringComparison.Ordinal);
        Assert.Equal("\"3\"", ConsoleVisitor.FieldOf(page, "etag"));
        Assert.Equal(412, (await ann.SendAsync(Version, Version, ("reason", "of no page"))).Status);
        Assert.Equal("\"3\"", (await _live.GetAsync("fairness", Document, LiveSystem.OperatorToken)).Headers.ETag!.ToString());
        await ann.DoAsync(Version, Version, ("etag", "\"3\""), ("reason", "all the same"));
        Assert.Equal("\"4\"", (await _live.GetAsync("fairness", Document, LiveSystem.OperatorToken)).Headers.ETag!.ToString());

        async Task SaveAsync(ConsoleVisitor who, int version)
        {
            string text = await (await _live.GetAsync("fairness", Document, LiveSystem.OperatorToken)).Content.ReadAsStringAsync();
            await who.DoAsync(Path, Path, ("do", "save"), ("text", text), ("etag", $"\"{version}\""), ("reason", "tested"));
        }
    }

    [Fact]
    public async Task A_webhook_s_form_takes_nothing_back_that_came_meanwhile()
    {
        const string Page = "/webhooks/two", Hook = "/v1/webhooks/two";
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live), bob = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Operator);
        using (HttpResponseMessage made = await _live.OperateAsync(HttpMethod.Put, "gateway", Hook, new { url = "https://notices.example.invalid/before" }))
            Assert.Equal(201, (int)made.StatusCode);
        string ofAnn = ConsoleVisitor.FieldOf(await ann.PageAsync(Page), "etag"), ofBob = ConsoleVisitor.FieldOf(await bob.PageAsync(Page), "etag");
        await ann.DoAsync(Page, Page + "/change", ("etag", ofAnn), ("url", "https://elsewhere.example.invalid/moved"), ("enabled", "no"), ("reason", "moved"));

        (int status, string page, _) = await bob.SendAsync(Page, Page + "/change", ("etag", ofBob), ("url", "https://notices.example.invalid/before"), ("enabled", "yes"), ("description", "ours"), ("reason", "named"));

        Assert.Equal(412, status);
        Assert.Contains("Somebody changed it meanwhile", page, StringComparison.Ordinal);
        Assert.Contains("https://elsewhere.example.invalid/moved", page, StringComparison.Ordinal); // what it is
        Assert.Equal("ours", ConsoleVisitor.FieldOf(page, "description")); // and what was typed
        JsonElement hook = await _live.JsonAsync("gateway", Hook, LiveSystem.OperatorToken);
        Assert.Equal(("https://elsewhere.example.invalid/moved", false, ""), (hook.GetProperty("url").GetString(), hook.GetProperty("enabled").GetBoolean(), hook.GetProperty("description").GetString()));
        (status, string rotated, _) = await bob.SendAsync(Page, Page + "/rotate", ("etag", ofBob), ("overlap", "3600"));
        Assert.Equal(412, status);
        Assert.Contains("<option value=\"3600\" selected", rotated, StringComparison.Ordinal);
        Assert.Contains("<details open><summary>Make another secret", rotated, StringComparison.Ordinal);
        Assert.Equal("/webhooks/two?done=webhook-changed", await bob.DoAsync(
            Page, Page + "/change", ("etag", ConsoleVisitor.FieldOf(page, "etag")), ("url", "https://elsewhere.example.invalid/moved"), ("enabled", "no"), ("description", "ours")));
    }

    [Fact]
    public async Task A_player_s_page_shortens_no_block_that_came_meanwhile_and_says_whose_it_is()
    {
        const string Page = "/players/player-40", Standing = "/v1/players/player-40/standing";
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live), bob = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Moderator);
        string seen = ConsoleVisitor.FieldOf(await bob.PageAsync(Page), "seen");
        Assert.Equal("\"0\"", seen);
        await ann.DoAsync(Page, Page + "/block", ("seen", seen), ("duration", "P365D"), ("reason", "bot farm"));
        string until = (await _live.JsonAsync("fairness", Standing)).GetProperty("until").GetString()!;

        (int status, string page, _) = await bob.SendAsync(Page, Page + "/block", ("seen", seen), ("duration", "PT15M"), ("reason", "spam"));

        Assert.Equal(409, status);
        Assert.Contains($"The block has changed since this page was made: until {until}, by ann: bot farm.", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(409, (await bob.SendAsync(Page, Page + "/unblock", ("seen", seen), ("reason", "a mistake"))).Status);
        JsonElement standing = await _live.JsonAsync("fairness", Standing);
        Assert.Equal((until, "bot farm"), (standing.GetProperty("until").GetString(), standing.GetProperty("reason").GetString()));

        await bob.DoAsync(Page, Page + "/unblock", ("seen", ConsoleVisitor.FieldOf(page, "seen")), ("reason", "looked at"));
        (status, page, _) = await ann.SendAsync(Page, Page + "/block", ("seen", ConsoleVisitor.FieldOf(page, "seen")), ("duration", "P1D"), ("reason", "spam"));
        Assert.Equal(409, status);
        Assert.Contains("The block was lifted since this page was made, by the-moderator: looked at.", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("<option value=\"P1D\" selected", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_are_seen_while_they_wait_whenever_they_came()
    {
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live);
        string now = "";
        await Until.TrueAsync(async () => (now = await ann.PageAsync("/now")).Contains("href=\"/dead-letters?service=progression\">1</a>", StringComparison.Ordinal), () => now); // set aside before the process began
        Assert.DoesNotContain("href=\"/dead-letters?service=leaderboard\"", now, StringComparison.Ordinal);
        Assert.Contains("Nothing is set aside", await ann.PageAsync("/dead-letters?service=gateway"), StringComparison.Ordinal);
    }
}
