using System.Diagnostics;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.ServiceDefaults.Cors;

/// <summary><c>CORS_ORIGINS</c>: whose pages may read, and nothing but read.</summary>
public sealed class Pages_of_named_origins_may_read(Pages_of_named_origins_may_read.OpenFixture fixture) : IClassFixture<Pages_of_named_origins_may_read.OpenFixture>
{
    private const string Game = "https://game.example", Board = "/v1/leaderboards/arena/all";

    [Fact]
    public async Task A_page_in_a_browser_reads_a_board_from_a_named_origin_and_from_another_it_cannot()
    {
        await using WebApplication pages = await StartPagesAsync();
        var named = new UriBuilder(pages.Urls.First()) { Host = "localhost" };
        await using LiveSystem live = await LiveSystem.StartAsync(settings: ("CORS_ORIGINS", named.Uri.GetLeftPart(UriPartial.Authority)));
        await live.AcceptAsync(live.Score("ada", "arena", 70));
        await live.EventuallyAsync("leaderboard", Board, page => page.GetProperty("total").GetInt32() == 1);
        string query = "?board=" + Uri.EscapeDataString(live.Url("leaderboard", Board).ToString());

        Assert.Contains("ada leads, ETag read, 304 taken", await ShowAsync(new Uri(named.Uri, query)), StringComparison.Ordinal);
        named.Host = "127.0.0.1";
        Assert.Contains("refused by the browser", await ShowAsync(new Uri(named.Uri, query)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "gateway", "/v1/time", true)]
    [InlineData("GET", "gateway", "/v1/players/nobody/summary", true)]
    [InlineData("GET", "fairness", "/v1/players/ada/standing", true)]
    [InlineData("GET", "progression", "/v1/rules", true)]
    [InlineData("GET", "leaderboard", "/v1/leaderboards?limti=1", true)]
    [InlineData("POST", "leaderboard", Board + "/players", true)]
    [InlineData("GET", "fairness", "/v1/flags", false)]
    [InlineData("GET", "progression", "/v1/players/ada/export", false)]
    [InlineData("POST", "gateway", "/v1/events", false)]
    [InlineData("POST", "progression", "/v1/receipts/verify", true)]
    [InlineData("DELETE", "progression", "/v1/players/ada", false)]
    public async Task Only_reading_calls_answer_a_page(string method, string service, string path, bool answers)
    {
        LiveSystem live = fixture.Live;
        using HttpResponseMessage answer = await AskAsync(live, new HttpMethod(method), service, path, Game);
        Assert.Equal(answers ? Game : null, Field(answer, "Access-Control-Allow-Origin"));
        using HttpResponseMessage stranger = await AskAsync(live, new HttpMethod(method), service, path, "https://stranger.example");
        Assert.Null(Field(stranger, "Access-Control-Allow-Origin"));
        if (!answers)
            return;
        Assert.Contains("ETag", Field(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        using HttpResponseMessage nobody = await AskAsync(live, new HttpMethod(method), service, path, null);
        Assert.All([answer, nobody, stranger], one => Assert.Contains("Origin", Field(one, "Vary"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", Board, "if-none-match", true)]
    [InlineData("GET", Board, "authorization", false)]
    [InlineData("POST", Board, "webhook-id", false)]
    [InlineData("POST", Board + "/players", "content-type", true)]
    [InlineData("POST", Board + "/players", "authorization", false)]
    [InlineData("POST", Board + "/rollover", "content-type", false)]
    public async Task A_preflight_allows_what_reading_takes(string method, string path, string header, bool allowed)
    {
        LiveSystem live = fixture.Live;
        using HttpResponseMessage answer = await AskAsync(live, HttpMethod.Options, "leaderboard", path, Game, ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", header));
        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(allowed, Field(answer, "Access-Control-Allow-Methods")?.Contains(method, StringComparison.Ordinal) == true
            && Field(answer, "Access-Control-Allow-Headers")?.Contains(header, StringComparison.OrdinalIgnoreCase) == true);
    }

    [Fact]
    public async Task With_a_star_everybody_reads_and_with_nothing_nobody()
    {
        await using (LiveSystem open = await LiveSystem.StartAsync(settings: ("CORS_ORIGINS", "*")))
        using (HttpResponseMessage answer = await AskAsync(open, HttpMethod.Get, "gateway", "/v1/time", Game))
            Assert.Equal("*", Field(answer, "Access-Control-Allow-Origin"));
        await using (LiveSystem closed = await LiveSystem.StartAsync())
        using (HttpResponseMessage answer = await AskAsync(closed, HttpMethod.Get, "gateway", "/v1/time", Game))
            Assert.Null(Field(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("game.example")]
    [InlineData("https://game.example/")]
    [InlineData("https://game.example, *")]
    [InlineData("https://*.game.example")]
    [InlineData("https://GAME.example")]
    [InlineData("https://game.example:443")]
    [InlineData("ftp://game.example")]
    [InlineData("null")]
    public async Task What_is_no_origin_stops_the_start(string wrong)
    {
        SettingException stopped = await Assert.ThrowsAsync<SettingException>(() => LiveSystem.StartAsync(settings: ("CORS_ORIGINS", wrong)));
        Assert.StartsWith("CORS_ORIGINS must be origins", stopped.Message, StringComparison.Ordinal);
    }

    /// <summary>One system, open to the game's pages and to others'.</summary>
    public sealed class OpenFixture : IAsyncLifetime
    {
        internal LiveSystem Live { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync(settings: ("CORS_ORIGINS", $"{Game}, https://other.example:8443"));

        public async ValueTask DisposeAsync() => await Live.DisposeAsync();
    }

    // A page that reads the board named in its query, and again with the ETag: the second asks for a preflight.
    private static async Task<WebApplication> StartPagesAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => Results.Content("""
            <!doctype html><title>board</title><p id="said">waiting</p>
            <script type="module">
              const board = new URLSearchParams(location.search).get("board"), said = document.getElementById("said");
              try {
                const answer = await fetch(board), page = await answer.json(), tag = answer.headers.get("ETag");
                const again = await fetch(board, { headers: { "If-None-Match": tag }, cache: "no-store" });
                said.textContent = `${page.entries[0].playerId} leads, ETag ${tag ? "read" : "hidden"}, ${again.status} taken`;
              } catch (e) {
                said.textContent = "refused by the browser";
              }
            </script>
            """, "text/html"));
        await app.StartAsync();
        return app;
    }

    private static async Task<string> ShowAsync(Uri page)
    {
        using var profile = new TempFolder();
        var start = new ProcessStartInfo("chromium-headless-shell", ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile.File("profile"), "--virtual-time-budget=10000", "--dump-dom", page.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process browser = Process.Start(start)!;
        Task<string> shown = browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        await errors;
        return await shown;
    }

    private static async Task<HttpResponseMessage> AskAsync(LiveSystem live, HttpMethod method, string service, string path, string? origin, params (string Name, string Value)[] fields)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, live.Url(service, path));
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        foreach ((string name, string value) in fields)
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    private static string? Field(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
