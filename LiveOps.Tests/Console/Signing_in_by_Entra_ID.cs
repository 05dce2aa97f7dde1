using System.Net;
using Deque.AxeCore.Playwright;
using LiveOps.Console.SigningIn;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Operators;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;

namespace LiveOps.Tests.Console;

/// <summary>Operators whom an issuer knows, over HTTP, as Entra ID would.</summary>
public sealed class Signing_in_by_Entra_ID(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Who_comes_back_is_who_services_say_and_acts_with_the_token_of_theirs()
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra);
        using var visitor = new ConsoleVisitor(live);

        HttpResponseMessage back = await ComeAsync(visitor, "/players/ada");

        Assert.Equal("/sign-in/done?back=%2Fplayers%2Fada", back.Headers.Location!.OriginalString);
        string cookie = Assert.Single(back.Headers.GetValues("Set-Cookie"), value => value.StartsWith("liveops-console=", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        (int status, string page, HttpResponseMessage done) = await visitor.GetAsync(back.Headers.Location.OriginalString);
        Assert.Equal((200, "0;url=/players/ada"), (status, done.Headers.GetValues("Refresh").Single()));
        Assert.Contains("href=\"/players/ada\"", page, StringComparison.Ordinal);
        Assert.Contains("ada@example.org · operator", await visitor.PageAsync("/"), StringComparison.Ordinal);
        var asked = Assert.Single(entra.Login.Asked);
        Assert.Equal($"openid profile {EntraDouble.Audience}/.default", asked["scope"]);
        Assert.Equal(live.Url("console", "/sign-in/entra/back").ToString(), asked["redirect_uri"]);

        await visitor.DoAsync("/players/ada", "/players/ada/block", ("duration", "PT1H"), ("reason", "by Entra ID"));
        var entry = (await live.JsonAsync("fairness", "/v1/audit", LiveSystem.OperatorToken)).GetProperty("entries")[0];
        Assert.Equal(("ada@example.org", "entra"), (entry.GetProperty("by").GetString(), entry.GetProperty("via").GetString()));
    }

    [Fact]
    public async Task The_session_ends_with_the_token()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using EntraDouble entra = await EntraDouble.StartAsync();
        entra.Login.Clock = clock;
        await using LiveSystem live = await StartAsync(entra, clock);
        using var visitor = new ConsoleVisitor(live);
        await ComeAsync(visitor);
        clock.UtcNow += TimeSpan.FromMinutes(49);
        Assert.DoesNotContain("Your session ends soon", await visitor.PageAsync("/boards"), StringComparison.Ordinal);
        clock.UtcNow += TimeSpan.FromMinutes(10);
        string last = await visitor.PageAsync("/boards");
        Assert.Contains("Your session ends soon", last, StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in?back=%2Fboards\"", last, StringComparison.Ordinal);
        clock.UtcNow += TimeSpan.FromMinutes(2);
        (int status, _, HttpResponseMessage answer) = await visitor.GetAsync("/audit");
        Assert.Equal((302, "/sign-in?back=%2Faudit"), (status, answer.Headers.Location!.OriginalString));
        Assert.Contains("href=\"/sign-in/entra?back=%2Faudit\"", await visitor.PageAsync("/sign-in?back=%2Faudit"), StringComparison.Ordinal);
        await ComeAsync(visitor);
        Assert.Equal(200, (await visitor.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Who_has_no_role_is_refused_or_comes_back_with_nothing_or_with_what_is_another_s_is_not_let_in()
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra);
        using ConsoleVisitor visitor = new(live), other = new(live);

        entra.Login.Roles = [];
        await AssertRefusedAsync(await ComeAsync(visitor), "entra-no-role", "you have no role here");
        entra.Login.Roles = ["operator"];
        entra.Login.Refuses = "access_denied";
        await AssertRefusedAsync(await ComeAsync(visitor), "entra-refused", "did not sign you in");
        entra.Login.Refuses = null;
        entra.Login.Nonce = "of another sign-in";
        await AssertRefusedAsync(await ComeAsync(visitor), "entra-refused", "did not sign you in");
        entra.Login.Nonce = null;
        Uri back = await BackFromAsync(visitor);
        await AssertRefusedAsync((await other.GetAsync(back.PathAndQuery)).Answer, "entra-refused", "did not sign you in"); // a link that somebody was sent
        Assert.Equal("/sign-in/done?back=%2F", (await visitor.GetAsync(back.PathAndQuery)).Answer.Headers.Location!.OriginalString);
        await AssertRefusedAsync((await visitor.GetAsync(back.PathAndQuery)).Answer, "entra-refused", "did not sign you in"); // a code, once more

        async Task AssertRefusedAsync(HttpResponseMessage answer, string why, string sentence)
        {
            Assert.Equal($"/sign-in?failed={why}", answer.Headers.Location!.OriginalString);
            Assert.Contains(sentence, WebUtility.HtmlDecode(await other.PageAsync($"/sign-in?failed={why}")), StringComparison.Ordinal);
            Assert.Equal(302, (await other.GetAsync("/")).Status);
        }
    }

    [Fact]
    public async Task While_Entra_ID_is_away_a_page_says_so_and_tokens_let_in()
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra);
        using var visitor = new ConsoleVisitor(live);
        entra.IsAway = true;
        (int status, string page, _) = await visitor.GetAsync("/sign-in/entra");
        Assert.Equal(502, status);
        Assert.Contains("Entra ID cannot be reached", page, StringComparison.Ordinal);
        Assert.Equal(502, (await visitor.GetAsync("/sign-out/entra")).Status);
        Assert.Equal(303, (await visitor.SignInAsync(LiveSystem.OperatorToken, "ann")).Status);

        entra.IsAway = false;
        using var late = new ConsoleVisitor(live);
        entra.Login.ExchangesNothing = true;
        Assert.Equal("/sign-in?failed=entra-away", (await ComeAsync(late)).Headers.Location!.OriginalString);
        entra.Login.ExchangesNothing = false;
        Assert.Equal("/sign-in/done?back=%2F", (await ComeAsync(late)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_pod_s_own_proof_takes_the_place_of_a_secret_as_it_is_at_that_time()
    {
        using var folder = new TempFolder();
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra, null, ("Entra__ClientSecret", ""), ("AZURE_FEDERATED_TOKEN_FILE", folder.File("token")));
        foreach (string proof in new[] { "a.first.proof", "the.next.one" })
        {
            await File.WriteAllTextAsync(folder.File("token"), proof + "\n", TestContext.Current.CancellationToken);
            entra.Login.Assertion = proof;
            using var visitor = new ConsoleVisitor(live);
            Assert.Equal("/sign-in/done?back=%2F", (await ComeAsync(visitor)).Headers.Location!.OriginalString);
        }

        File.Delete(folder.File("token"));
        using var late = new ConsoleVisitor(live);
        Assert.Equal("/sign-in?failed=entra-refused", (await ComeAsync(late)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Signing_out_is_here_and_a_link_leads_to_the_sign_out_there_and_back()
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra, null, ("CONSOLE_ADDRESS", "http://console.example.org"));
        using var visitor = new ConsoleVisitor(live);
        (_, _, HttpResponseMessage there) = await visitor.GetAsync("/sign-out/entra");
        Assert.StartsWith("/tenant/logout?post_logout_redirect_uri=http%3A%2F%2Fconsole.example.org%2Fsign-out%2Fentra%2Fback&", there.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        (_, _, HttpResponseMessage asked) = await visitor.GetAsync("/sign-in/entra");
        Assert.Contains("redirect_uri=http%3A%2F%2Fconsole.example.org%2Fsign-in%2Fentra%2Fback&", asked.Headers.Location!.Query, StringComparison.Ordinal); // whatever host was asked
    }

    [Fact]
    public async Task In_a_browser_it_ends_at_the_page_that_was_asked_for_though_cookies_are_of_one_site_and_scripts_are_off()
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra);
        IPage page = await chromium.OpenAsync(live.Url("console", "/"), scripts: false);
        await page.GotoAsync("/audit");
        await SignInAsync(page, "/audit");
        await page.WaitForSelectorAsync("text=ada@example.org · operator");
        await page.GetByText("Sign out", new() { Exact = true }).ClickAsync();
        await page.GetByText("Sign out there").ClickAsync();
        await page.ArrivesAsync("/sign-in?done=signed-out");
    }

    [Theory]
    [InlineData(ColorScheme.Light, "en")]
    [InlineData(ColorScheme.Dark, "ko")]
    public async Task The_sign_in_is_without_a_fault_that_axe_knows(ColorScheme colors, string language)
    {
        await using EntraDouble entra = await EntraDouble.StartAsync();
        await using LiveSystem live = await StartAsync(entra);
        IPage page = await chromium.OpenAsync(live.Url("console", "/"), colors: colors, language: language, width: 360);
        await page.GotoAsync("/sign-in?failed=entra-no-role");
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Theory]
    [InlineData("Entra__ClientId needs Entra__TenantId and Entra__Audience", "Entra:ClientId=app", "Entra:ClientSecret=s")]
    [InlineData("Entra__ClientSecret is not set", "Entra:ClientId=app", "Entra:Audience=api", "Entra:TenantId=11111111-2222-3333-4444-555555555555")]
    [InlineData("Entra__ClientId must be the id", "Entra:ClientId=an app", "Entra:Audience=api", "Entra:TenantId=11111111-2222-3333-4444-555555555555")]
    [InlineData("Entra__TenantId must be the tenant's id", "Entra:ClientId=app", "Entra:Audience=api", "Entra:TenantId=common")]
    public void A_wrong_setting_stops_the_start(string said, params string[] settings) =>
        Assert.StartsWith(said, Assert.Throws<SettingException>(() => EntraSignInSettings.Read(Configuration(settings))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_an_app_there_is_no_such_sign_in() => Assert.Null(EntraSignInSettings.Read(Configuration("Entra:Audience=api", "Entra:TenantId=11111111-2222-3333-4444-555555555555")));

    private static IConfiguration Configuration(params string[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build();

    private static Task<LiveSystem> StartAsync(EntraDouble entra, TimeProvider? clock = null, params (string, string)[] settings) => LiveSystem.StartAsync(
        clock, [("Entra__Authority", entra.Authority), ("Entra__Audience", EntraDouble.Audience), ("Entra__ClientId", EntraLogin.ClientId), ("Entra__ClientSecret", EntraLogin.ClientSecret), .. settings]);

    // A machine that is busy may take longer than the console waits for an answer of Entra ID's: then one tries again, as its page says.
    private static async Task SignInAsync(IPage page, string path)
    {
        for (var patience = new Patience(); ;)
        {
            await page.GetByText("Sign in with Entra ID").ClickAsync();
            await page.ArrivesAsync(url => url.EndsWith(path, StringComparison.Ordinal) || url.Contains("failed=", StringComparison.Ordinal));
            if (!page.Url.Contains("failed=", StringComparison.Ordinal))
                return;
            Assert.True(page.Url.EndsWith("failed=entra-away", StringComparison.Ordinal) && !patience.IsOver, page.Url);
            await page.GotoAsync($"/sign-in?back={Uri.EscapeDataString(path)}");
        }
    }

    // Where the browser is sent back to, code and all.
    private static async Task<Uri> BackFromAsync(ConsoleVisitor visitor, string back = "/")
    {
        (int status, string page, HttpResponseMessage there) = await visitor.GetAsync($"/sign-in/entra?back={Uri.EscapeDataString(back)}");
        Assert.True(status == 302, page);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using HttpResponseMessage sent = await http.GetAsync(there.Headers.Location);
        return sent.Headers.Location!;
    }

    private static async Task<HttpResponseMessage> ComeAsync(ConsoleVisitor visitor, string back = "/") => (await visitor.GetAsync((await BackFromAsync(visitor, back)).PathAndQuery)).Answer;
}
