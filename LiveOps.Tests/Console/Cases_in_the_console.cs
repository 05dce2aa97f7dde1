using System.Text.Json;
using LiveOps.Fairness.Reviews;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>The review queue as moderators use it, with what they do seen through the API.</summary>
public sealed class Cases_in_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_case_shows_what_was_seen_over_what_is_normal_and_is_decided_and_taken_back()
    {
        string here = await FlaggedAsync("seen");
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Moderator);
        string page = await visitor.PageAsync(here);
        Assert.Contains("<svg class=\"bell\"", page, StringComparison.Ordinal);
        Assert.Matches("aria-label=\"Seen: 9,000. The player&#x27;s own mean is [0-9.]+, the standard deviation [0-9.]+.\"", page);
        Assert.DoesNotMatch("(NaN|Infinity)", page);

        string version = ConsoleVisitor.FieldOf(page, "version");
        Assert.Equal($"{here}?done=case-block", await visitor.DoAsync(here, $"{here}/decide", ("version", version), ("do", "block"), ("seconds", "3600"), ("reason", "a <bot>")));
        JsonElement standing = await _live.JsonAsync("fairness", "/v1/players/seen/standing");
        Assert.Equal(("blocked", "a <bot>"), (standing.GetProperty("status").GetString(), standing.GetProperty("reason").GetString()));
        page = await visitor.PageAsync(here);
        Assert.Contains("a &lt;bot&gt;", page, StringComparison.Ordinal);
        await visitor.DoAsync(here, $"{here}/undo", ("version", ConsoleVisitor.FieldOf(page, "version")), ("reason", "a mistake"));
        Assert.Equal("ok", (await _live.JsonAsync("fairness", "/v1/players/seen/standing")).GetProperty("status").GetString());
        Assert.Contains("Taken back", await visitor.PageAsync(here), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_operators_the_second_is_told_who_was_first_and_keeps_what_they_typed()
    {
        string here = await FlaggedAsync("raced");
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live), second = await ConsoleVisitor.SignedInAsync(_live, OperatorRole.Moderator);
        string version = ConsoleVisitor.FieldOf(await ann.PageAsync(here), "version");
        await ann.DoAsync(here, $"{here}/decide", ("version", version), ("do", "clear"), ("reason", "lag"));
        (int status, string page, _) = await second.SendAsync(here, $"{here}/decide", ("version", version), ("do", "block"), ("seconds", "60"), ("reason", "surely a bot"));
        Assert.Equal(412, status);
        Assert.Contains("ann decided clear at ", page, StringComparison.Ordinal);
        Assert.Contains("value=\"surely a bot\"", page, StringComparison.Ordinal);
        (status, page, _) = await second.SendAsync(here, $"{here}/decide", ("version", version), ("do", ""), ("seconds", "604800"), ("reason", "surely a bot"));
        Assert.Equal(400, status);
        Assert.Contains("Choose what to do", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"604800\" selected", page, StringComparison.Ordinal);
        Assert.Equal("ok", (await _live.JsonAsync("fairness", "/v1/players/raced/standing")).GetProperty("status").GetString());
        Assert.Contains("raced", await second.PageAsync("/review?status=cleared"), StringComparison.Ordinal);
        Assert.Equal(400, (await second.SendAsync(here, $"{here}/decide", ("version", ConsoleVisitor.FieldOf(page, "version")), ("do", "forgive"), ("reason", "why"))).Status);
    }

    // Scores of one's own, then one far from them.
    private async Task<string> FlaggedAsync(string player)
    {
        await _live.AcceptAsync([.. Enumerable.Range(0, 13).Select(n => _live.Score(player, "sprint", n == 12 ? 9_000 : 100 + n))]);
        await _live.EventuallyAsync("fairness", $"/v1/reviews?player={player}", cases => cases.GetProperty("reviews").GetArrayLength() == 1, LiveSystem.OperatorToken);
        return $"/review/{CaseId.Of(player)}";
    }
}
