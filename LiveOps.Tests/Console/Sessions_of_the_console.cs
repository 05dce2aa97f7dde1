using System.Net;
using LiveOps.Console.Services;
using LiveOps.Console.Sessions;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Console;

/// <summary>How sessions end before their cookies do, and what protects them.</summary>
public sealed class Sessions_of_the_console
{
    private static readonly SignedIn Ann = new("ann", OperatorRole.Admin, OperatorIdentity.ByToken, "a token", 1000);

    [Fact]
    public async Task A_session_has_the_role_that_its_operator_has_now_and_none_without_a_token_that_holds()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("Operators__bea__Token", "the-token-of-bea-32-characters-00"), ("Operators__bea__Role", "viewer"));
        var clock = new ManualClock();
        var checks = new SessionChecks(live.Services("console").GetRequiredService<ServiceClients>(), clock);
        var promoted = new SignedIn("bea", OperatorRole.Admin, OperatorIdentity.ByToken, "the-token-of-bea-32-characters-00", 1);
        Assert.Equal(OperatorRole.Viewer, await checks.RoleOfAsync(promoted));
        SignedIn shared = new("ann", OperatorRole.Admin, OperatorIdentity.BySharedToken, LiveSystem.OperatorToken, 1);
        Assert.Equal(OperatorRole.Admin, await checks.RoleOfAsync(shared));
        foreach (string service in ServiceNames.Consumers)
            live.Services(service).GetRequiredService<IConfiguration>()["OPERATOR_TOKEN"] = "another-operator-token";
        Assert.Equal(OperatorRole.Admin, await checks.RoleOfAsync(shared)); // asked within the minute
        clock.Advance(SessionChecks.Every);
        Assert.Equal(OperatorRole.None, await checks.RoleOfAsync(shared));
        foreach (string service in ServiceNames.Consumers)
            live.Services("console").GetRequiredService<IConfiguration>()[$"services:{service}:http:0"] = $"http://127.0.0.1:{ServerProgram.FreePort()}";
        Assert.Equal(OperatorRole.Admin, await checks.RoleOfAsync(promoted with { Since = 2 })); // nobody says otherwise
    }

    [Fact]
    public async Task A_cookie_that_was_kept_back_at_the_sign_out_opens_nothing()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(live), other = await ConsoleVisitor.SignedInAsync(live);
        Uri console = live.Url("console", "/");
        Cookie kept = visitor.Cookies.GetCookies(console)["liveops-console"]!;
        await visitor.DoAsync("/", "/sign-out", ("where", "here"));
        visitor.Cookies.Add(console, new Cookie(kept.Name, kept.Value));
        Assert.Equal((302, 200), ((await visitor.GetAsync("/")).Status, (await other.GetAsync("/")).Status));
    }

    [Fact]
    public void Replicas_with_one_folder_know_each_other_s_sign_outs_and_a_broken_file_changes_nothing()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("console"));
        var clock = new ManualClock();
        SignOuts Replica() => new(folder.File("console"), clock, NullLogger<SignOuts>.Instance);
        SignOuts one = Replica(), other = Replica();
        Assert.True(one.Holds(Ann) && other.Holds(Ann));
        one.EndAll(Ann);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(other.Holds(Ann));
        Assert.True(other.Holds(Ann with { Via = OperatorIdentity.BySharedToken })); // another one of that name
        Assert.True(other.Holds(Ann with { Since = clock.UtcNow.Ticks }));
        SignedIn later = Ann with { Since = clock.UtcNow.Ticks };
        other.End(later);
        File.WriteAllText(folder.File("console/signed-out.json"), "{\"half");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(other.Holds(Ann) || other.Holds(later));
        other.End(Ann);
        Assert.False(Replica().Holds(later)); // and is written whole again
        Assert.Equal(["signed-out.json", "signed-out.json.lock"], Directory.GetFiles(folder.File("console")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_sign_outs_that_replicas_write_at_once_none_is_lost()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        SignOuts Replica() => new(folder.File("."), clock, NullLogger<SignOuts>.Instance);
        SignOuts[] replicas = [Replica(), Replica()];
        SignedIn[] sessions = [.. Enumerable.Range(0, 40).Select(n => Ann with { Since = n })];

        await Task.WhenAll(replicas.Select((replica, at) => Task.Run(() =>
        {
            foreach (SignedIn session in sessions.Where(session => session.Since % 2 == at))
                replica.End(session);
        })));

        SignOuts later = Replica();
        Assert.All(sessions, session => Assert.False(later.Holds(session)));
    }

    [Fact]
    public void A_folder_that_others_may_read_is_taken_from_them_and_one_that_cannot_be_written_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes");
            return;
        }

        using var folder = new TempFolder();
        string open = folder.File("open");
        Directory.CreateDirectory(open, (UnixFileMode)0b111_101_101);
        SessionFolder.Make(open);
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(open));
        Assert.Empty(Directory.GetFiles(open));
        File.WriteAllText(folder.File("file"), "");
        Assert.Throws<SettingException>(() => SessionFolder.Make(folder.File("file/below")));
    }

    [Theory]
    [InlineData("CONSOLE_ADDRESS", "console.example")]
    [InlineData("CONSOLE_ADDRESS", "https://console.example/path")]
    [InlineData("CONSOLE_PROXIES", "10.0.0.0/8, everybody")]
    public void A_wrong_setting_is_refused(string name, string value) =>
        Assert.Throws<SettingException>(() => SessionSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build()));

    [Fact]
    public async Task Behind_a_proxy_cookies_are_https_s_alone_and_tries_are_those_of_visitors()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("CONSOLE_ADDRESS", "https://console.example"), ("CONSOLE_PROXIES", "127.0.0.0/8,::1"));
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        int status = 0;
        for (int n = 0; n < 21 && status != 429; n++) // a window may end in between
            (status, _) = await TryAsync("203.0.113.7", "a-wrong-token");
        Assert.Equal(429, status);
        (status, string[] cookies) = await TryAsync("203.0.113.8", LiveSystem.OperatorToken);
        Assert.Equal(303, status);
        string session = Assert.Single(cookies, cookie => cookie.StartsWith("__Host-liveops-console=", StringComparison.Ordinal));
        Assert.Contains("; secure", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", session, StringComparison.OrdinalIgnoreCase);

        async Task<(int Status, string[] Cookies)> TryAsync(string visitor, string token)
        {
            using HttpResponseMessage page = await http.GetAsync(live.Url("console", "/sign-in"));
            string form = Assert.Single(page.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-liveops-form=", StringComparison.Ordinal));
            Assert.Contains("; secure", form, StringComparison.OrdinalIgnoreCase);
            using var request = new HttpRequestMessage(HttpMethod.Post, live.Url("console", "/sign-in"))
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create("form", ConsoleVisitor.FieldOf(await page.Content.ReadAsStringAsync(), "form"))]),
            };
            request.Headers.Add("Cookie", form.Split(';')[0]);
            request.Headers.Add("X-Forwarded-For", visitor);
            using HttpResponseMessage answer = await http.SendAsync(request);
            return ((int)answer.StatusCode, answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? [.. set] : []);
        }
    }
}
