using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using LiveOps.Fairness.Reviews;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;
using Microsoft.Playwright;

namespace LiveOps.Tests.Console;

/// <summary>The console in Chromium, against the real embedded system.</summary>
public sealed class The_console_in_a_browser(ConsoleFixture fixture, Chromium chromium) : IClassFixture<ConsoleFixture>, IClassFixture<Chromium>
{
    private static readonly string[] Pages =
    [
        "/", "/calendar", "/preferences", "/boards", "/boards/arena/all", "/boards/arena/daily/history", "/boards/arena/daily/rollover", "/boards/hidden", "/players", "/players?prefix=player-1", "/players/player-7", "/players/cheat", "/review",
        $"/review/{CaseId.Of("jumper")}", "/leagues?player=player-7", "/leagues/ladder?player=player-7", "/leagues/ladder/preview", "/live-events", "/live-events/cup", "/webhooks", "/webhooks/game",
        "/policies", "/policies/boards", "/policies/boards/versions", "/dead-letters", "/audit?service=leaderboard", "/nothing",
    ];

    private readonly LiveSystem _live = fixture.Live;

    [Theory]
    [InlineData(ColorScheme.Light, "en")]
    [InlineData(ColorScheme.Dark, "ko")]
    public async Task Every_page_is_without_a_fault_that_axe_knows_and_without_a_complaint_of_the_browser(ColorScheme colors, string language)
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"), colors: colors, language: language);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("404", StringComparison.Ordinal))
                complaints.Add($"{page.Url}: {message.Text}");
        };
        await page.GotoAsync("/sign-in");
        await CheckAsync(page, colors);
        await SignInAsync(page);
        foreach (string path in Pages)
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
            await CheckAsync(page, colors);
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task At_360_pixels_nothing_is_wider_than_the_screen()
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"), width: 360);
        await SignInAsync(page);
        foreach (string path in Pages)
        {
            await page.GotoAsync(path);
            int width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(width <= 360, $"{path} is {width} wide");
        }
    }

    [Fact]
    public async Task Without_scripts_a_player_is_found_blocked_and_seen_to_be()
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"), scripts: false);
        await SignInAsync(page);
        await page.ClickAsync("nav >> text=Players");
        await page.FillAsync("input[name=prefix]", "player-4");
        await page.ClickAsync("text=Find");
        await page.ClickAsync("table >> text=player-40");
        await page.ClickAsync("summary:has-text('Block')");
        await page.FillAsync("form[action$='/block'] input[name=reason]", "seen <b>by</b> all");
        await page.ClickAsync("form[action$='/block'] button");
        Assert.Equal("The player is blocked.", (await page.TextContentAsync("[role=status]"))!.Trim());
        Assert.Equal("seen <b>by</b> all", (await _live.JsonAsync("fairness", "/v1/players/player-40/standing")).GetProperty("reason").GetString());
        Assert.Contains("seen <b>by</b> all", await page.TextContentAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_is_refreshed_by_itself()
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"));
        await SignInAsync(page);
        string before = (await page.TextContentAsync("#now > p"))!;
        await page.WaitForFunctionAsync("before => document.querySelector('#now > p').textContent != before", before);
        Assert.Equal("Now", (await page.TextContentAsync("h1"))!.Trim());
        await page.ClickAsync("#pause");
        Assert.Null(await page.GetAttributeAsync("#now", "hx-get"));
        await page.ClickAsync("#resume");
        await page.Context.ClearCookiesAsync(); // the session ends elsewhere
        await page.WaitForSelectorAsync("main .notice.bad >> text=Your session has ended");
    }

    [Fact]
    public async Task By_keyboard_alone_one_gets_past_the_menu_and_signs_out()
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"));
        await SignInAsync(page);
        await page.GotoAsync("/boards");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the page", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("/boards/hidden", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await page.Locator("button[value=here]").PressAsync("Enter");
        await page.ArrivesAsync("/sign-in");
    }

    [Fact]
    public async Task A_page_of_which_a_part_never_comes_has_arrived()
    {
        IPage page = await chromium.OpenAsync(_live.Url("console", "/"));
        await page.RouteAsync("**/console.css*", _ => Task.CompletedTask); // nobody answers
        await page.GotoAsync("/sign-in", new() { WaitUntil = WaitUntilState.Commit });
        await page.ArrivesAsync("/sign-in");
    }

    /// <summary>Draws the pictures of docs/console.md anew: only where LIVEOPS_DRAW_CONSOLE is set, and their checks stand above.</summary>
    [Fact]
    public async Task Its_pictures_are_drawn_where_that_is_asked_for()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LIVEOPS_DRAW_CONSOLE") is { Length: > 0 }, "LIVEOPS_DRAW_CONSOLE is not set");
        await _live.OperateAsync(HttpMethod.Put, "fairness", "/v1/players/player-7/block", new { seconds = 3600, reason = "looked at" });
        foreach ((string path, string name, ColorScheme colors, string language) in new[]
        {
            ("/", "now", ColorScheme.Light, "en"), ("/boards/arena/all", "board", ColorScheme.Light, "en"), ("/players/player-7", "player", ColorScheme.Dark, "en"), ("/review", "review", ColorScheme.Light, "ko"), ($"/review/{CaseId.Of("jumper")}", "case", ColorScheme.Light, "en"), ("/webhooks/game", "webhook", ColorScheme.Light, "en"),
            ("/leagues/ladder", "league", ColorScheme.Light, "en"), ("/live-events/cup/end", "live-event", ColorScheme.Light, "en"), ("/players?prefix=player-5", "find", ColorScheme.Light, "en"), ("/dead-letters?service=progression", "dead-letters", ColorScheme.Light, "en"), ("/boards/arena/weekly/rollover", "rollover", ColorScheme.Light, "en"),
            ("/policies/boards", "policy", ColorScheme.Dark, "en"), ("/audit?service=fairness", "audit", ColorScheme.Light, "en"), ("/calendar?weeks=1", "calendar", ColorScheme.Light, "en"),
        })
        {
            IPage page = await chromium.OpenAsync(_live.Url("console", "/"), colors: colors, language: language, width: 1000);
            await SignInAsync(page);
            await page.GotoAsync(path);
            if (name == "now")
                await page.WaitForFunctionAsync("() => document.querySelector('#now svg path').getAttribute('d').length > 40"); // until there is something to draw
            if (name == "policy")
            {
                await page.FillAsync("#text", "{\n  \"maxBoards\": 0,\n  \"board\": {}\n}");
                await page.ClickAsync("form:has(#text) button[value=validate]");
            }

            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Root, "docs", "pictures", $"console-{name}.png") });
        }
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[name=token]", LiveSystem.OperatorToken);
        await page.FillAsync("input[name=name]", "ann");
        await page.ClickAsync("main button.main");
        await page.WaitForSelectorAsync(".who");
    }

    // The dark pages are the same but for their colours: all other rules would be looked at twice, which takes a minute.
    private static async Task CheckAsync(IPage page, ColorScheme colors)
    {
        RunOnlyOptions rules = colors == ColorScheme.Dark
            ? new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] }
            : new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
        AxeResult found = await page.RunAxe(new AxeRunOptions { RunOnly = rules });
        Assert.True(found.Violations.Length == 0, $"{page.Url}: {string.Join("; ", found.Violations.Select(one => $"{one.Id} at {string.Join(", ", one.Nodes.Take(3).Select(node => $"{node.Target} {node.Html}"))}"))}");
    }
}
