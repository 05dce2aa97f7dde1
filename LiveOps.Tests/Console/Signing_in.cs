using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Operators;

namespace LiveOps.Tests.Console;

/// <summary>Who gets into the console, and how they leave it.</summary>
public sealed class Signing_in(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Without_a_session_every_page_leads_to_the_sign_in_and_back()
    {
        using var visitor = new ConsoleVisitor(_live);
        (int status, _, HttpResponseMessage answer) = await visitor.GetAsync("/audit?kind=player");
        Assert.Equal((302, "/sign-in?back=%2Faudit%3Fkind%3Dplayer"), (status, answer.Headers.Location!.OriginalString));
        (status, string ended, _) = await visitor.SendAsync("/sign-in", "/players/ada/block", ("duration", "PT1H"), ("reason", "no"));
        Assert.Equal(401, status);
        Assert.Contains("href=\"/sign-in?back=%2Fplayers%2Fada\"", ended, StringComparison.Ordinal);
        (status, string part, _) = await visitor.GetAsync("/now", ("HX-Request", "true"));
        Assert.Equal(200, status); // with what takes the place of what was refreshed, and refreshes itself no more
        Assert.Contains("Your session has ended", part, StringComparison.Ordinal);
        Assert.DoesNotContain("hx-get", part, StringComparison.Ordinal);
        (status, _, answer) = await visitor.SignInAsync(LiveSystem.OperatorToken, "ann", "/audit?kind=player");
        Assert.Equal((303, "/audit?kind=player&done=signed-in"), (status, answer.Headers.Location!.OriginalString));
        Assert.Contains("ann · admin", await visitor.PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_s_cookie_is_kept_from_scripts_and_other_sites_and_the_token_from_pages()
    {
        using var visitor = new ConsoleVisitor(_live);
        (_, _, HttpResponseMessage page) = await visitor.GetAsync("/sign-in");
        string form = Assert.Single(page.Headers.GetValues("Set-Cookie"), value => value.StartsWith("liveops-form=", StringComparison.Ordinal));
        Assert.Contains("samesite=lax", form, StringComparison.OrdinalIgnoreCase); // a link from elsewhere brings it along, or open forms would be lost
        Assert.Contains("httponly", form, StringComparison.OrdinalIgnoreCase);
        (_, _, HttpResponseMessage answer) = await visitor.SignInAsync(LiveSystem.OperatorToken);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("liveops-console=", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(LiveSystem.OperatorToken, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(LiveSystem.OperatorToken, await visitor.PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_allows_no_inline_script_no_frame_and_no_sniffing()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        foreach (string path in new[] { "/", "/sign-in", "/nothing", "/assets/console.css" })
        {
            (_, string page, HttpResponseMessage answer) = await visitor.GetAsync(path);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            if (!path.StartsWith("/assets", StringComparison.Ordinal))
                Assert.True(answer.Headers.CacheControl!.NoStore, path);
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
            Assert.DoesNotContain(" onclick=", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nobody's-token-at-all")]
    [InlineData("")]
    [InlineData("two words")]
    public async Task A_token_that_is_nobody_s_lets_nobody_in(string token)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using var visitor = new ConsoleVisitor(live);
        (int status, string page, _) = await visitor.SignInAsync(token);
        Assert.Equal(token.Length > 0 ? 403 : 400, status);
        Assert.Contains("That token lets nobody in.", page, StringComparison.Ordinal);
        Assert.Equal(302, (await visitor.GetAsync("/")).Status);
    }

    [Fact]
    public async Task After_ten_failures_from_an_address_even_the_right_token_waits()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using var visitor = new ConsoleVisitor(live);
        int status = 0;
        for (int n = 0; n < 21 && status != 429; n++) // a window may end in between
            (status, _, _) = await visitor.SignInAsync($"a-wrong-token-{n}");
        Assert.Equal(429, status);
        Assert.Equal(429, (await visitor.SignInAsync(LiveSystem.OperatorToken)).Status);
    }

    [Fact]
    public async Task A_form_without_the_session_s_own_token_does_nothing()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        using ConsoleVisitor other = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Operator);
        string theirs = System.Text.RegularExpressions.Regex.Match(await other.PageAsync("/"), "name=\"form\" value=\"([^\"]+)\"").Groups[1].Value;
        foreach (string token in new[] { "", "forged", theirs })
        {
            (int status, string page, _) = await visitor.PostAsync("/players/player-30/block", ("duration", "PT1H"), ("reason", "forged"), ("form", token));
            Assert.Equal(400, status);
            Assert.Contains("Nothing was done", page, StringComparison.Ordinal);
        }

        Assert.Equal("ok", (await _live.JsonAsync("fairness", "/v1/players/player-30/standing")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_sessions_of_that_operator_also_after_a_restart()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using ConsoleVisitor here = await ConsoleVisitor.SignedInAsync(live), there = await ConsoleVisitor.SignedInAsync(live);
        await live.RestartAsync();
        // The port is another one now, and cookies do not look at ports: the keys were kept.
        Assert.Equal(200, (await there.GetAsync("/")).Status);
        await here.DoAsync("/", "/sign-out", ("where", "everywhere"));
        Assert.Equal((302, 302), ((await here.GetAsync("/")).Status, (await there.GetAsync("/")).Status));
        await live.RestartAsync();
        Assert.Equal(302, (await there.GetAsync("/")).Status);
        using ConsoleVisitor again = await ConsoleVisitor.SignedInAsync(live);
        Assert.Equal(200, (await again.GetAsync("/")).Status);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(live.DataFolder, "console")));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_led_to_another_site(string back)
    {
        using var visitor = new ConsoleVisitor(_live);
        (_, _, HttpResponseMessage answer) = await visitor.SignInAsync(RolesFixture.TokenOf(OperatorRole.Viewer).Replace(' ', '-'), "", back);
        Assert.Equal("/?done=signed-in", answer.Headers.Location!.OriginalString);
    }
}
