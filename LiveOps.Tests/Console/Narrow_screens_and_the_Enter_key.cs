using LiveOps.Core.Bus.Journal;
using LiveOps.Fairness.Reviews;
using LiveOps.Tests.Harness;
using Microsoft.Playwright;

namespace LiveOps.Tests.Console;

/// <summary>What only a browser can tell: how wide a page becomes of what others typed, and what the Enter key presses.</summary>
public sealed class Narrow_screens_and_the_Enter_key(ConsoleFixture fixture, Chromium chromium) : IClassFixture<ConsoleFixture>, IClassFixture<Chromium>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task At_320_pixels_words_without_end_are_broken()
    {
        string endless = new('W', 150), name = new('n', 64), player = new('p', 64), @case = $"/review/{CaseId.Of("jumper")}";
        await PutAsync("leaderboard", "/v1/policies/live-events?reason=" + endless, new
        {
            liveEvents = new[] { new { id = "cup", title = endless, opensAt = DateTimeOffset.UtcNow.AddHours(2), closesAt = DateTimeOffset.UtcNow.AddDays(3), multipliers = new { xp_gained = 2 } } },
        }, "\"1\"");
        await PutAsync("leaderboard", $"/v1/policies/boards?effectiveAt=2099-01-01T00:00:00Z&reason={endless}", new { maxBoards = 900 }, "\"0\"");
        await PutAsync("fairness", $"/v1/players/{player}/block", new { seconds = 3600, reason = endless });
        await _live.OperateAsync(HttpMethod.Post, "progression", $"/v1/players/{player}/notes", new { text = endless });
        await _live.OperateAsync(HttpMethod.Put, "leaderboard", $"/v1/leaderboards/players/{player}/hidden?reason={endless}");
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"), width: 320);
        await SignInAsync(page, name);
        await page.GotoAsync(@case);
        await page.FillAsync("form[action$='/decide'] input[name=reason]", endless);
        await page.ClickAsync("button[value=watch]");
        await page.ArrivesAsync("done=case-watch");
        foreach (string path in new[]
        {
            "/", "/calendar?weeks=1", "/live-events", "/live-events/cup", "/live-events/cup/end", $"/players/{player}", $"/players?prefix={player}", @case, "/boards/hidden", "/policies/boards", "/policies/live-events/versions",
            "/policies/live-events/versions/2", $"/audit?service=leaderboard&player={player}", "/preferences", $"/review?player={player}",
        })
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
            int width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(width <= 320, $"{path} is {width} wide");
        }
    }

    [Fact]
    public async Task Enter_in_a_reason_decides_nothing_where_there_are_several_buttons()
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"));
        await SignInAsync(page, "ann");

        await EnterAsync(page, $"/review/{CaseId.Of("jumper")}", "form[action$='/decide']", null);
        Assert.Equal("ok", (await _live.JsonAsync("fairness", "/v1/players/jumper/standing")).GetProperty("status").GetString());
        await EnterAsync(page, "/boards/arena/all", "form[action='/boards/arena/all']", "input[value='player-33']");
        Assert.Equal(200, (int)(await _live.GetAsync("leaderboard", "/v1/leaderboards/arena/all/players/player-33")).StatusCode);
        await EnterAsync(page, "/dead-letters?service=progression", "form[action='/dead-letters']", $"input[value='{DeadLetterFiles.IdOf(ConsoleFixture.Letter)}']");
        Assert.Equal(200, (int)(await _live.GetAsync("progression", $"/v1/dead-letters/{DeadLetterFiles.IdOf(ConsoleFixture.Letter)}", LiveSystem.OperatorToken)).StatusCode);
    }

    // What was typed and chosen is there again, and a button is to be pressed.
    private static async Task EnterAsync(IPage page, string path, string form, string? choice)
    {
        await page.GotoAsync(path);
        if (choice is not null)
            await page.CheckAsync($"{form} {choice}");
        await page.FillAsync($"{form} input[name=reason]", "because of this");
        await page.PressAsync($"{form} input[name=reason]", "Enter");
        await page.WaitForSelectorAsync("main .notice.bad >> text=Choose what to do");
        Assert.Equal("because of this", await page.InputValueAsync($"{form} input[name=reason]"));
        if (choice is not null)
            Assert.True(await page.IsCheckedAsync($"{form} {choice}"));
    }

    private async Task PutAsync(string service, string path, object body, string? ifMatch = null)
    {
        using HttpResponseMessage done = await _live.OperateAsync(HttpMethod.Put, service, path, body, ifMatch: ifMatch);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
    }

    private static async Task SignInAsync(IPage page, string name)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[name=token]", LiveSystem.OperatorToken);
        await page.FillAsync("input[name=name]", name);
        await page.ClickAsync("main button.main");
        await page.WaitForSelectorAsync(".who");
    }
}
