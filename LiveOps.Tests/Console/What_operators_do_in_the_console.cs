using System.Text.Json;
using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.Console;

/// <summary>Every form, with its effect seen through the API.</summary>
public sealed class What_operators_do_in_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_player_is_blocked_and_the_block_is_lifted()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        Assert.Equal("/players/player-1?done=blocked", await visitor.DoAsync("/players/player-1", "/players/player-1/block", ("duration", "P1D"), ("reason", "rude")));
        JsonElement standing = await _live.JsonAsync("fairness", "/v1/players/player-1/standing");
        Assert.Equal(("blocked", "rude"), (standing.GetProperty("status").GetString(), standing.GetProperty("reason").GetString()));
        Assert.Contains("rude", await visitor.PageAsync("/players/player-1"), StringComparison.Ordinal);
        await visitor.DoAsync("/players/player-1", "/players/player-1/unblock", ("reason", "sorry"));
        Assert.Equal("ok", (await _live.JsonAsync("fairness", "/v1/players/player-1/standing")).GetProperty("status").GetString());
        JsonElement entry = (await _live.JsonAsync("fairness", "/v1/audit?player=player-1&kind=block", LiveSystem.OperatorToken)).GetProperty("entries")[0];
        Assert.Equal(("ann", "operator-token"), (entry.GetProperty("by").GetString(), entry.GetProperty("via").GetString()));
    }

    [Fact]
    public async Task A_player_is_hidden_on_the_board_s_page_and_shown_again()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        Assert.Equal("/boards/arena/all?offset=50&done=hidden", await visitor.DoAsync("/boards/arena/all", "/boards/arena/all", ("player", "player-2"), ("do", "hide"), ("reason", "looked at"), ("offset", "50")));
        Assert.Equal(404, (int)(await _live.GetAsync("leaderboard", "/v1/leaderboards/arena/all/players/player-2")).StatusCode);
        Assert.Contains("player-2", await visitor.PageAsync("/boards/hidden"), StringComparison.Ordinal);
        Assert.Equal("/boards/hidden?offset=50&done=shown", await visitor.DoAsync("/boards/hidden", "/boards/hidden", ("player", "player-2"), ("reason", "clean"), ("offset", "50")));
        string before = await visitor.PageAsync("/boards/hidden?offset=50&done=shown"); // the last one of that page is gone: the page before it
        Assert.Contains("href=\"/players/cheat\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"prev\"", before, StringComparison.Ordinal);
        before = await visitor.PageAsync("/boards/arena/all?offset=150");
        Assert.Equal("50", ConsoleVisitor.FieldOf(before, "offset"));
        Assert.Contains("href=\"/players/player-0\"", before, StringComparison.Ordinal);
        Assert.Equal(200, (int)(await _live.GetAsync("leaderboard", "/v1/leaderboards/arena/all/players/player-2")).StatusCode);
        (int status, string page, _) = await visitor.SendAsync("/boards/arena/all", "/boards/arena/all", ("do", "hide"));
        Assert.Equal(400, status);
        Assert.Contains("Choose a player.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_is_removed()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        await visitor.DoAsync("/boards/arena/seasonal", "/boards/arena/seasonal", ("player", "player-3"), ("do", "remove"), ("reason", "a bug's"));
        Assert.Equal(404, (int)(await _live.GetAsync("leaderboard", "/v1/leaderboards/arena/seasonal/players/player-3")).StatusCode);
        (int status, _, _) = await visitor.SendAsync("/boards/arena/seasonal", "/boards/arena/seasonal", ("player", "player-3"), ("do", "remove"));
        Assert.Equal(404, status); // asked for again it is not there any more
    }

    [Fact]
    public async Task A_period_is_ended_early_once_and_not_the_one_after_it()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        string period = (await _live.JsonAsync("leaderboard", "/v1/leaderboards/arena/weekly")).GetProperty("period").GetString()!;
        await visitor.DoAsync("/boards/arena/weekly/rollover", "/boards/arena/weekly/rollover", ("period", period), ("reason", "the anniversary"));
        (int status, string page, _) = await visitor.SendAsync("/boards/arena/weekly/rollover", "/boards/arena/weekly/rollover", ("period", period));
        Assert.Equal(409, status);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains(period, await visitor.PageAsync("/boards/arena/weekly/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_is_made_once_however_often_its_form_is_sent()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        for (int n = 0; n < 2; n++)
            await visitor.DoAsync("/players/player-4", "/players/player-4/grant", ("grant", "console-once"), ("xp", "50"), ("item", "sword"), ("quantity", "2"), ("reason", "the outage"));
        JsonElement player = await _live.EventuallyAsync("progression", "/v1/players/player-4", json => json.GetProperty("xp").GetInt64() > 250);
        Assert.Equal((300, 2), (player.GetProperty("xp").GetInt64(), player.GetProperty("items").GetProperty("sword").GetInt64()));
        (int status, string page, _) = await visitor.SendAsync("/players/player-4", "/players/player-4/grant", ("grant", "console-other"), ("xp", "many"), ("reason", "why"));
        Assert.Equal(400, status);
        Assert.Contains("whole numbers", page, StringComparison.Ordinal);
        (status, page, _) = await visitor.SendAsync("/players/player-4", "/players/player-4/grant", ("grant", "console-third"), ("xp", "50"), ("quantity", "2"), ("reason", "why"));
        Assert.Equal(400, status);
        Assert.Contains("A quantity needs its item", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_player_is_exported_as_a_file_and_erased_once_the_id_is_typed()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        (int status, string file, HttpResponseMessage answer) = await visitor.SendAsync("/players/player-5", "/players/player-5/export", ("reason", "asked for"));
        Assert.Equal((200, "attachment"), (status, answer.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("player-5", JsonDocument.Parse(file).RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(400, (await visitor.SendAsync("/players/player-5", "/players/player-5/erase", ("typed", "player-6"))).Status);
        Assert.Equal(200, (int)(await _live.GetAsync("progression", "/v1/players/player-5")).StatusCode);
        Assert.Equal("/players?done=erased", await visitor.DoAsync("/players/player-5", "/players/player-5/erase", ("typed", "player-5"), ("reason", "asked for")));
        for (var patience = new Patience(); (int)(await _live.GetAsync("progression", "/v1/players/player-5")).StatusCode != 404; await Task.Delay(10))
            Assert.False(patience.IsOver);
    }

    [Fact]
    public async Task The_audit_is_filtered_and_exported_as_lines()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        await visitor.DoAsync("/players/player-6", "/players/player-6/hide", ("reason", "for the audit"));
        Assert.Contains("for the audit", await visitor.PageAsync("/audit?service=leaderboard&by=ann&player=player-6&kind=hide"), StringComparison.Ordinal);
        Assert.DoesNotContain("for the audit", await visitor.PageAsync("/audit?service=leaderboard&by=bob"), StringComparison.Ordinal);
        (_, string lines, HttpResponseMessage answer) = await visitor.GetAsync("/audit/export?service=leaderboard&player=player-6");
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        string page = await visitor.PageAsync("/audit?service=leaderboard&player=player-6");
        Assert.Contains("by the shared token: said, not proven", page, StringComparison.Ordinal);
        Assert.Contains("<div class=\"dim\">player</div>", page, StringComparison.Ordinal); // its kind
        await visitor.DoAsync("/players/player-6", "/players/player-6/block", ("duration", "PT1H"), ("reason", "for the audit"));
        Assert.Matches("<div class=\"dim\">until <time", await visitor.PageAsync("/audit?service=fairness&player=player-6"));
        await visitor.SendAsync("/players/player-6", "/players/player-6/export", ("reason", "asked for"));
        Assert.Contains("asked for, done after the entry", await visitor.PageAsync("/audit?service=progression&player=player-6&kind=export"), StringComparison.Ordinal);
        Assert.Equal("hide", JsonDocument.Parse(lines.Split('\n')[0]).RootElement.GetProperty("action").GetString());
    }

    [Fact]
    public async Task A_letter_is_read_given_to_its_service_again_and_another_is_forgotten()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        const string Page = "/dead-letters?service=progression";
        string id = DeadLetterFiles.IdOf(ConsoleFixture.Letter);
        Assert.Contains($"value=\"{id}\"", await visitor.PageAsync(Page), StringComparison.Ordinal);
        Assert.Contains("of-the-letter", await visitor.PageAsync($"/dead-letters/progression/{id}"), StringComparison.Ordinal);
        Assert.Equal($"{Page}&done=replayed", await visitor.DoAsync(Page, "/dead-letters", ("service", "progression"), ("id", id), ("do", "replay"), ("reason", "mended")));
        await _live.EventuallyAsync("progression", "/v1/players/letter", player => player.GetProperty("xp").GetInt64() == 7);
        fixture.Letters.Add("progression", ConsoleFixture.Letter + 1, 2, TestEvent.Batch(TestEvent.Xp("letter", 9) with { Id = "another" }), new InvalidOperationException("again"));
        await visitor.DoAsync(Page, "/dead-letters", ("service", "progression"), ("id", DeadLetterFiles.IdOf(ConsoleFixture.Letter + 1)), ("do", "forget"), ("reason", "of no use"));
        Assert.Contains("Nothing is set aside", await visitor.PageAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_of_the_gateway_are_seen_as_well()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        fixture.Letters.Add("gateway", ConsoleFixture.Letter, 2, TestEvent.Batch(TestEvent.Xp("letter", 9) with { Id = "of-the-gateway" }), new InvalidOperationException("again"));
        string id = DeadLetterFiles.IdOf(ConsoleFixture.Letter);
        Assert.Contains($"href=\"/dead-letters/gateway/{id}\"", await visitor.PageAsync("/dead-letters?service=gateway"), StringComparison.Ordinal);
        Assert.Contains("of-the-gateway", await visitor.PageAsync($"/dead-letters/gateway/{id}"), StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.SendAsync("/dead-letters", "/dead-letters", ("service", "nobody"), ("id", id), ("do", "forget"))).Status);
        await visitor.DoAsync("/dead-letters?service=gateway", "/dead-letters", ("service", "gateway"), ("id", id), ("do", "forget"), ("reason", "of no use"));
    }

    [Fact]
    public async Task Letters_that_are_gone_are_said_to_be()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        (int status, string page, _) = await visitor.SendAsync("/dead-letters", "/dead-letters", ("service", "progression"), ("id", "1"), ("id", "2"), ("do", "replay"));
        Assert.Equal(404, status);
        Assert.Contains("0 of 2 were done", page, StringComparison.Ordinal);
        Assert.Equal(400, (await visitor.SendAsync("/dead-letters", "/dead-letters", ("service", "progression"), ("do", "replay"))).Status);
    }
}
