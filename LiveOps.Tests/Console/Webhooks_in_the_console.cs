using System.Text.Json;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>Webhooks as operators keep them, with what they do seen through the API.</summary>
public sealed class Webhooks_in_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_webhook_is_made_changed_disabled_given_another_secret_and_deleted_and_each_secret_is_shown_once()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Operator);
        (string, string)[] fields = [("id", "made"), ("url", "https://notices.example.invalid/made"), ("type", "level.reached"), ("type", "player.flagged"), ("enabled", "yes"), ("description", "a <test>"), ("reason", "tested")];
        (int status, string page, _) = await visitor.SendAsync("/webhooks", "/webhooks", fields);
        Assert.Equal(200, status);
        Assert.Matches("<pre>whsec_[^<]+</pre>", page);
        Assert.DoesNotContain("whsec_", await visitor.PageAsync("/webhooks/made"), StringComparison.Ordinal);
        JsonElement made = await _live.JsonAsync("gateway", "/v1/webhooks/made", LiveSystem.OperatorToken);
        Assert.Equal(["level.reached", "player.flagged"], made.GetProperty("types").EnumerateArray().Select(type => type.GetString()!).Order(StringComparer.Ordinal));

        (status, page, _) = await visitor.SendAsync("/webhooks", "/webhooks", fields); // it would be changed
        Assert.Equal(409, status);
        Assert.Contains("a &lt;test&gt;", page, StringComparison.Ordinal);

        await visitor.DoAsync("/webhooks/made", "/webhooks/made/change", ("url", "https://notices.example.invalid/changed"), ("enabled", "no"), ("reason", "tested"));
        JsonElement changed = await _live.JsonAsync("gateway", "/v1/webhooks/made", LiveSystem.OperatorToken);
        Assert.Equal((false, "https://notices.example.invalid/changed", 0), (changed.GetProperty("enabled").GetBoolean(), changed.GetProperty("url").GetString(), changed.GetProperty("types").GetArrayLength()));

        (status, page, _) = await visitor.SendAsync("/webhooks/made", "/webhooks/made/rotate", ("overlap", "3600"), ("reason", "tested"));
        Assert.Equal(200, status);
        Assert.Matches("<pre>whsec_[^<]+</pre>", page);
        Assert.Equal(400, (await visitor.SendAsync("/webhooks/made", "/webhooks/made/delete", ("typed", "other"))).Status);
        Assert.Equal("/webhooks?done=webhook-deleted", await visitor.DoAsync("/webhooks/made", "/webhooks/made/delete", ("typed", "made"), ("reason", "tested")));
        Assert.Equal(404, (int)(await _live.GetAsync("gateway", "/v1/webhooks/made", LiveSystem.OperatorToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_comes_back_as_it_was_typed()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Operator);
        (int status, string page, _) = await visitor.SendAsync("/webhooks", "/webhooks", ("id", "plain"), ("url", "http://notices.example.invalid/"), ("enabled", "yes"));
        Assert.Equal(400, status);
        Assert.Contains("value=\"http://notices.example.invalid/\"", page, StringComparison.Ordinal);
        Assert.Equal(400, (await visitor.SendAsync("/webhooks", "/webhooks", ("id", ""), ("url", "https://notices.example.invalid/"))).Status);
        Assert.Equal(404, (await visitor.SendAsync("/webhooks", "/webhooks/none/change", ("url", "https://notices.example.invalid/"))).Status);
        Assert.Equal(400, (await visitor.SendAsync("/webhooks/game", "/webhooks/game/resend", ("reason", "tested"))).Status);
    }

    [Fact]
    public async Task What_was_not_taken_is_shown_and_sent_again()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Operator);
        await _live.SendAsync(_live.Xp("told", 99_999_999));
        JsonElement deliveries = await _live.EventuallyAsync("gateway", "/v1/webhooks/game/deliveries?subject=told", page => page.GetProperty("deliveries").EnumerateArray().Any(one => one.GetProperty("attempts").GetInt32() > 0), LiveSystem.OperatorToken);
        string delivery = deliveries.GetProperty("deliveries")[0].GetProperty("id").GetString()!;
        string page = await visitor.PageAsync("/webhooks/game?subject=told");
        Assert.Contains(delivery, page, StringComparison.Ordinal);
        Assert.Contains("player.flagged", page, StringComparison.Ordinal);
        Assert.Equal("/webhooks/game?done=webhook-resent", await visitor.DoAsync("/webhooks/game", "/webhooks/game/resend", ("delivery", delivery), ("reason", "mended")));
        using ConsoleVisitor viewer = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Viewer);
        page = await viewer.PageAsync("/webhooks/game");
        Assert.DoesNotContain("token=1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"delivery\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_to_be_sent_again_and_is_refused_is_still_chosen_among_what_was_shown_with_its_reason()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Operator);
        await _live.SendAsync(_live.Xp("again", 99_999_999));
        JsonElement deliveries = await _live.EventuallyAsync("gateway", "/v1/webhooks/game/deliveries?subject=again", page => page.GetProperty("deliveries").GetArrayLength() > 0, LiveSystem.OperatorToken);
        string delivery = deliveries.GetProperty("deliveries")[0].GetProperty("id").GetString()!, reason = new('y', 501); // longer than the gateway takes
        string form = FormOf(await visitor.PageAsync("/webhooks/game?subject=again&after=9000000000000000000"));
        Assert.Equal(("again", "", "9000000000000000000"), (ConsoleVisitor.FieldOf(form, "subject"), ConsoleVisitor.FieldOf(form, "status"), ConsoleVisitor.FieldOf(form, "after")));

        foreach ((string about, string status, string after) in new[] { ("again", "", ""), ("again", "delivered", ""), ("somebody else", "", ""), ("", "", "1") }) // the others list it not, or not any more
        {
            (int code, string page, _) = await visitor.SendAsync("/webhooks/game", "/webhooks/game/resend", ("delivery", delivery), ("subject", about), ("status", status), ("after", after), ("reason", reason));
            Assert.Equal(400, code);
            form = FormOf(page);
            Assert.Contains($"value=\"{delivery}\" checked", form, StringComparison.Ordinal);
            Assert.Equal(2, form.Split($"value=\"{delivery}\"").Length); // and stands there once
            Assert.Equal((reason, about, status, after), (ConsoleVisitor.FieldOf(form, "reason"), ConsoleVisitor.FieldOf(form, "subject"), ConsoleVisitor.FieldOf(form, "status"), ConsoleVisitor.FieldOf(form, "after")));
        }

        (int gone, string none, _) = await visitor.SendAsync("/webhooks/game", "/webhooks/game/resend", ("delivery", "of-nobody"), ("reason", "mended"));
        Assert.Equal(404, gone);
        Assert.DoesNotContain("of-nobody", none, StringComparison.Ordinal);
    }

    private static string FormOf(string page)
    {
        string form = page[page.IndexOf("action=\"/webhooks/game/resend\"", StringComparison.Ordinal)..];
        return form[..form.IndexOf("</form>", StringComparison.Ordinal)];
    }
}
