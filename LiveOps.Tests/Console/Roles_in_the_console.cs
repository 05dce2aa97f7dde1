using LiveOps.Fairness.Reviews;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Console;

/// <summary>What a role may not do is not shown, and is refused all the same.</summary>
public sealed class Roles_in_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private static readonly string Case = $"/review/{CaseId.Of("jumper")}";

    private readonly LiveSystem _live = fixture.Live;

    public static TheoryData<string, string, OperatorRole> Forms => new()
    {
        { "/players/player-9", "/players/player-9/block", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/unblock", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/hide", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/show", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/revoke-keys", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/notes", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/notes/delete", OperatorRole.Moderator },
        { "/players/player-9", "/players/player-9/grant", OperatorRole.Operator },
        { "/players/player-9", "/players/player-9/export", OperatorRole.Admin },
        { "/players/player-9", "/players/player-9/erase", OperatorRole.Admin },
        { "/boards/arena/daily", "/boards/arena/daily/rollover", OperatorRole.Operator },
        { "/dead-letters?service=progression", "/dead-letters", OperatorRole.Operator },
        { "/boards/hidden", "/boards/hidden", OperatorRole.Moderator },
        { "/boards/arena/daily", "/boards/arena/daily", OperatorRole.Moderator },
        { Case, $"{Case}/decide", OperatorRole.Moderator },
        { Case, $"{Case}/undo", OperatorRole.Moderator },
        { "/webhooks", "/webhooks", OperatorRole.Operator },
        { "/webhooks/game", "/webhooks/game/change", OperatorRole.Operator },
        { "/webhooks/game", "/webhooks/game/rotate", OperatorRole.Operator },
        { "/webhooks/game", "/webhooks/game/delete", OperatorRole.Operator },
        { "/webhooks/game", "/webhooks/game/resend", OperatorRole.Operator },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_is_neither_shown_nor_taken_below_its_role(string page, string path, OperatorRole needed)
    {
        foreach (OperatorRole role in new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator }.Where(role => role < needed))
        {
            using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, role);
            string html = await visitor.PageAsync(page);
            Assert.DoesNotContain($"action=\"{path}\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain($"href=\"{path}\"", html.Replace("href=\"/dead-letters\"", "", StringComparison.Ordinal).Replace("href=\"/webhooks\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
            (int status, string refused, _) = await visitor.SendAsync("/", path, ("reason", "no"), ("typed", "player-9"));
            Assert.Equal(403, status);
            Assert.Contains("This takes the role", refused, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("save")]
    [InlineData("dry-run")]
    public async Task A_moderator_checks_documents_and_does_not_change_them(string what)
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Moderator);
        Assert.DoesNotContain($"value=\"{what}\"", await visitor.PageAsync("/policies/boards"), StringComparison.Ordinal);
        Assert.Equal(403, (await visitor.SendAsync("/policies/boards", "/policies/boards", ("do", what), ("text", "{}"), ("etag", "\"0\""), ("reason", "no"))).Status);
        Assert.Equal(200, (await visitor.SendAsync("/policies/boards", "/policies/boards", ("do", "validate"), ("text", "{}"))).Status);
    }

    [Fact]
    public async Task A_moderator_hides_and_removes_no_score()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Moderator);
        string page = await visitor.PageAsync("/boards/arena/all");
        Assert.Contains("value=\"hide\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"remove\"", page, StringComparison.Ordinal);
        Assert.Equal(403, (await visitor.SendAsync("/boards/arena/all", "/boards/arena/all", ("do", "remove"), ("player", "player-9"))).Status);
    }

    [Fact]
    public async Task A_token_that_is_taken_away_ends_its_sessions_at_the_next_page()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(live);
        foreach (string service in new[] { "fairness", "leaderboard", "progression", "gateway" })
            live.Services(service).GetRequiredService<IConfiguration>()["OPERATOR_TOKEN"] = "another-operator-token";
        (int status, _, HttpResponseMessage answer) = await visitor.GetAsync("/boards/hidden");
        Assert.Equal((302, "/sign-in?done=ended&back=%2Fboards%2Fhidden"), (status, answer.Headers.Location!.OriginalString));
    }
}
