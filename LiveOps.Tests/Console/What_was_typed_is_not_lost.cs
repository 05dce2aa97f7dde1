using System.Net;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Console;

/// <summary>Whatever is in the way of a form, what was typed into it comes back to who typed it.</summary>
public sealed class What_was_typed_is_not_lost(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private const string Document = "{\n  // of old\n  \"maxBoards\": 900\n}";

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_form_that_is_sent_when_the_session_has_ended_is_answered_with_what_was_typed_and_a_way_back()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live), other = await ConsoleVisitor.SignedInAsync(_live);
        string form = ConsoleVisitor.FieldOf(await visitor.PageAsync("/policies/boards"), "form");
        await other.DoAsync("/", "/sign-out", ("where", "everywhere"));

        (int status, string page, _) = await visitor.PostAsync("/policies/boards", ("do", "save"), ("text", "{\"maxBoards\": 17}"), ("etag", "\"0\""), ("reason", "the <anniversary>"), ("form", form));
        Assert.Equal(401, status);
        Assert.Contains("Nothing was done", page, StringComparison.Ordinal);
        Assert.Contains("{&quot;maxBoards&quot;: 17}</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("the &lt;anniversary&gt;", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in?back=%2Fpolicies%2Fboards\"", page, StringComparison.Ordinal);
        (status, page, _) = await visitor.PostAsync("/players/player-9/notes/delete", ("note", "n"), ("reason", "why"), ("form", form));
        Assert.Equal(401, status);
        Assert.Contains("href=\"/sign-in?back=%2Fplayers%2Fplayer-9\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_puts_no_words_on_the_page_that_says_so()
    {
        using var stranger = new ConsoleVisitor(_live); // a form of another site comes without our cookies
        (int status, string page, _) = await stranger.PostAsync("/players/player-9/block", ("reason", "call this number"), ("text", "at once"), ("form", "forged"));
        Assert.Equal(401, status);
        Assert.DoesNotContain("call this number", page, StringComparison.Ordinal);
        Assert.DoesNotContain("at once", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_document_s_form_that_is_too_old_what_was_typed_comes_back_and_not_the_document_as_it_was()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        await visitor.PageAsync("/");
        (int status, string page, _) = await visitor.PostAsync(
            "/policies/boards", ("by", "fields"), ("do", "save"), ("text", Document), ("at:/maxBoards", "901"), ("at:/otherBoards", ""), ("reason", "more of them"), ("form", "of yesterday"));
        Assert.Equal(400, status);
        Assert.Contains("<dt>/maxBoards</dt><dd class=\"typed\"><bdi>901</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("more of them", page, StringComparison.Ordinal);
        Assert.DoesNotContain("otherBoards", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of old", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_taken_away_meanwhile_takes_nothing_with_it()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(live);
        string form = ConsoleVisitor.FieldOf(await visitor.PageAsync("/players/ada"), "form");
        foreach (string service in new[] { "fairness", "leaderboard", "progression", "gateway" })
            live.Services(service).GetRequiredService<IConfiguration>()["OPERATOR_TOKEN"] = "another-operator-token";
        (int status, string page, _) = await visitor.PostAsync("/players/ada/notes", ("text", "seen at the tournament"), ("form", form));
        Assert.Equal(401, status);
        Assert.Contains("Your session has ended", page, StringComparison.Ordinal);
        Assert.Contains("seen at the tournament", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in?back=%2Fplayers%2Fada\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/players/player-9", "/players/player-9/block", "duration", "P7D", 200)]
    [InlineData("/players/player-9", "/players/player-9/hide", "more", "", 500)]
    [InlineData("/players/player-9", "/players/player-9/erase", "typed", "player-8", 500)]
    [InlineData("/webhooks/game", "/webhooks/game/change", "enabled", "no", 500)]
    [InlineData("/webhooks/game", "/webhooks/game/rotate", "overlap", "604800", 500)]
    [InlineData("/webhooks/game", "/webhooks/game/rotate", "overlap", "0", 500)]
    [InlineData("/webhooks/game", "/webhooks/game/delete", "typed", "gam", 500)]
    [InlineData("/boards/hidden", "/boards/hidden", "player", "player-9", 500)]
    [InlineData("/boards/arena/all", "/boards/arena/all", "do", "hide", 500)]
    public async Task A_form_that_is_refused_comes_back_open_with_its_reason_and_what_was_chosen(string page, string path, string field, string value, int most)
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        string reason = new('y', most + 1); // no service takes so long a one; the one of erasing is not asked
        (int status, string html, _) = await visitor.SendAsync(page, path, [(field, value), .. path == "/boards/arena/all" ? [("player", "player-9")] : Array.Empty<(string, string)>(), ("reason", reason)]);
        Assert.Equal(400, status);
        string form = html[html.IndexOf($"action=\"{path}\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        Assert.Contains($"value=\"{reason}\"", form, StringComparison.Ordinal);
        if (form.Contains($"<select name=\"{field}\"", StringComparison.Ordinal))
            Assert.Contains($"<option value=\"{value}\" selected", form, StringComparison.Ordinal);
        if (field == "typed")
            Assert.Equal(value, ConsoleVisitor.FieldOf(form, field));
        Assert.Equal(2, html.Split(reason).Length); // and no other form has it
        if (!page.StartsWith("/boards", StringComparison.Ordinal))
        {
            Assert.Contains("<details open", html[..html.IndexOf($"action=\"{path}\"", StringComparison.Ordinal)].Split("</details>")[^1], StringComparison.Ordinal);
            Assert.Equal(2, html.Split("<details open").Length); // and no other one
        }
    }

    [Theory]
    [InlineData("player-59", "50")] // first by now, and chosen when they were far below
    [InlineData("player-1", "")]
    public async Task Who_was_chosen_on_a_board_and_has_another_rank_by_now_is_still_chosen(string player, string offset)
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        (int status, string page, _) = await visitor.SendAsync("/boards/arena/all", "/boards/arena/all", ("player", player), ("offset", offset), ("do", "hide"), ("reason", new string('y', 501)));
        Assert.Equal(400, status);
        Assert.Contains($"value=\"{player}\" checked", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split($"value=\"{player}\"").Length);
        (_, page, _) = await visitor.SendAsync("/boards/arena/all", "/boards/arena/all", ("player", "nobody"), ("do", "hide"), ("reason", new string('y', 501)));
        Assert.DoesNotContain("value=\"nobody\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_that_does_not_exist_leaves_language_colours_and_the_way_back_as_they_were_chosen()
    {
        using var visitor = new ConsoleVisitor(_live);
        (int status, string page, _) = await visitor.SendAsync("/sign-in", "/preferences", ("language", "ko"), ("theme", "dark"), ("zone", "Asia/Nowhere"), ("back", "/audit?service=gateway"));
        Assert.Equal(400, status);
        Assert.Matches("<option value=\"ko\"[^>]* selected", page);
        Assert.DoesNotMatch("<option value=\"en\"[^>]* selected", page);
        Assert.Contains("<option value=\"dark\" selected", page, StringComparison.Ordinal);
        Assert.Equal(("Asia/Nowhere", "/audit?service=gateway"), (ConsoleVisitor.FieldOf(page, "zone"), ConsoleVisitor.FieldOf(page, "back")));
    }

    [Fact]
    public async Task What_nobody_typed_is_not_among_what_was_typed_and_no_label_has_a_hole()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        await visitor.PageAsync("/");
        (int status, string page, _) = await visitor.PostAsync("/players/ada/block", ("seen", "\"4711\""), ("service", "gateway"), ("rows", "of another version"), ("reason", "rude"), ("form", "of yesterday"));
        Assert.Equal(400, status);
        Assert.Contains("rude", page, StringComparison.Ordinal);
        Assert.Contains("<dt>rows</dt>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<dt>Service</dt>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{0}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_refused_by_the_console_is_told_by_no_audit_and_stands_in_its_log()
    {
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var provider = new Kept(lines);
        _live.Services("console").GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>().AddProvider(provider);
        using ConsoleVisitor viewer = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Viewer);
        Assert.Equal(403, (await viewer.SendAsync("/", "/players/player-9/block", ("reason", "no"))).Status);
        Assert.Equal(403, (await viewer.SendAsync("/", "/policies/boards", ("do", "save"), ("text", "{}"))).Status);
        Assert.Contains("the-viewer (Viewer) was refused POST /players/player-9/block, which takes the role Moderator.", lines);
        Assert.Contains("the-viewer (Viewer) was refused POST /policies/boards, which takes the role Operator.", lines);
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_told_so_and_one_that_is_the_system_s_is_not_replaced()
    {
        using var visitor = new ConsoleVisitor(_live);
        (int status, string page, _) = await visitor.SignInAsync(LiveSystem.OperatorToken, "ann müller");
        Assert.Equal(400, status);
        Assert.Contains("A name has 1 to 64 letters", page, StringComparison.Ordinal);
        foreach (string name in new[] { "policy", "schedule" })
        {
            (status, page, _) = await visitor.SignInAsync(LiveSystem.OperatorToken, name);
            Assert.Equal(400, status);
            Assert.Contains($"The name {name} is the system", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        }

        Assert.Equal(303, (await visitor.SignInAsync(RoleToken, "policy")).Status); // a token of one's own goes by its own name
    }

    [Fact]
    public async Task Who_signed_in_in_another_tab_is_told_so_at_the_older_one()
    {
        using var visitor = new ConsoleVisitor(_live);
        (_, string older, _) = await visitor.GetAsync("/sign-in?back=%2Faudit");
        Assert.Equal(303, (await visitor.SignInAsync(LiveSystem.OperatorToken, "ann")).Status);
        (int status, string page, _) = await visitor.PostAsync("/sign-in", ("token", LiveSystem.OperatorToken), ("name", "ann"), ("back", "/audit"), ("form", ConsoleVisitor.FieldOf(older, "form")));
        Assert.Equal(400, status);
        Assert.Contains("You are signed in already", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/audit\"", page, StringComparison.Ordinal);
    }

    private static string RoleToken => LiveOps.Tests.ServiceDefaults.Operators.RolesFixture.TokenOf(OperatorRole.Viewer).Replace(' ', '-');

    /// <summary>Keeps what is logged.</summary>
    private sealed class Kept(System.Collections.Concurrent.ConcurrentQueue<string> lines) : Microsoft.Extensions.Logging.ILoggerProvider, Microsoft.Extensions.Logging.ILogger
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
