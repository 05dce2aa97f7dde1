using System.Text;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Console;

/// <summary>What the console does where a service is away, refuses, or something else answers in its place.</summary>
public sealed class When_services_fail_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_grant_of_which_nobody_knows_whether_it_was_made_comes_back_as_the_same_one()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        const string Player = "/players/player-10", Grant = Player + "/grant";
        string id = ConsoleVisitor.FieldOf(await visitor.PageAsync(Player), "grant"), page;
        int status;
        using (new Elsewhere(_live, "progression", $"http://127.0.0.1:{ServerProgram.FreePort()}"))
            (status, page, _) = await visitor.SendAsync(Player, Grant, ("grant", id), ("xp", "50"), ("item", "sword"), ("quantity", "2"), ("reason", "the outage"));
        Assert.Equal(502, status);
        Assert.Equal((id, "50", "sword", "2"), (ConsoleVisitor.FieldOf(page, "grant"), ConsoleVisitor.FieldOf(page, "xp"), ConsoleVisitor.FieldOf(page, "item"), ConsoleVisitor.FieldOf(page, "quantity")));
        Assert.Contains("the outage", page, StringComparison.Ordinal);
        (_, page, _) = await visitor.SendAsync(Player, Grant, ("grant", id), ("xp", "many"), ("reason", "the outage"));
        Assert.Equal((id, "many"), (ConsoleVisitor.FieldOf(page, "grant"), ConsoleVisitor.FieldOf(page, "xp")));
        Assert.NotEqual(id, ConsoleVisitor.FieldOf(await visitor.PageAsync(Player), "grant"));
    }

    [Fact]
    public async Task No_period_is_ended_where_a_form_does_not_say_which()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        const string Page = "/boards/arena/daily/rollover";
        await using var deaf = await Answering.StartAsync(call => call.Method == "POST" ? (200, "{}") : (503, "{}"));
        using (new Elsewhere(_live, "leaderboard", deaf.Address))
        {
            (int status, string page, _) = await visitor.SendAsync("/", Page, ("reason", "no"));
            Assert.Equal(409, status);
            Assert.Contains("It was not done.", page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("POST", deaf.Methods);
    }

    [Fact]
    public async Task A_document_that_was_typed_is_there_also_where_its_service_is_not()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        using var away = new Elsewhere(_live, "leaderboard", $"http://127.0.0.1:{ServerProgram.FreePort()}");
        foreach (string what in new[] { "validate", "diff", "save" })
        {
            (_, string page, _) = await visitor.SendAsync("/", "/policies/boards", ("do", what), ("text", "{\"maxBoards\": 18}"), ("etag", "\"0\""), ("reason", "typed"));
            Assert.Contains("{&quot;maxBoards&quot;: 18}</textarea>", page, StringComparison.Ordinal);
            Assert.Contains("value=\"typed\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_delivery_that_was_to_be_sent_again_is_still_chosen_also_where_the_gateway_is_not()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        using var away = new Elsewhere(_live, "gateway", $"http://127.0.0.1:{ServerProgram.FreePort()}");
        (int status, string page, _) = await visitor.SendAsync("/", "/webhooks/game/resend", ("delivery", "of-today"), ("reason", "mended"));
        Assert.Equal(502, status);
        Assert.Contains("value=\"of-today\" checked", page, StringComparison.Ordinal);
        Assert.Equal("mended", ConsoleVisitor.FieldOf(page[page.IndexOf("/resend\"", StringComparison.Ordinal)..], "reason"));
    }

    [Theory]
    [InlineData(200, "<html>Please sign in to the network</html>")]
    [InlineData(200, "{\"half\":")]
    [InlineData(200, "")]
    [InlineData(302, "")]
    public async Task What_is_no_answer_of_a_service_is_none(int status, string body)
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        await using var garbage = await Answering.StartAsync(_ => (status, body));
        using var elsewhere = new Elsewhere(_live, "leaderboard", garbage.Address);
        foreach (string path in new[] { "/", "/boards", "/boards/arena/all", "/players/player-11", "/policies/boards", "/calendar" })
            Assert.Contains("leaderboard does not answer now", await visitor.PageAsync(path), StringComparison.Ordinal);
        (int refused, string page, _) = await visitor.SendAsync("/", "/players/player-11/hide", ("reason", "no"));
        Assert.Equal(502, refused);
        Assert.Contains("whether it was done is not known", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_character_in_an_answer_is_shown_as_it_was_escaped()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        await using var odd = await Answering.StartAsync(_ => (200, """{"\ud800":1,"id":"\ud801","deadLetters":[{"id":"1","kind":"\ud802","reason":"half"}]}"""));
        using var elsewhere = new Elsewhere(_live, "progression", odd.Address);
        Assert.Contains(@"\ud802", await visitor.PageAsync("/dead-letters?service=progression"), StringComparison.Ordinal);
        Assert.Contains(@"\ud801", await visitor.PageAsync("/dead-letters/progression/1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_were_chosen_on_a_later_page_and_are_refused_are_shown_again()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        await using var full = await Answering.StartAsync(call => call.Method != "GET" ? (503, "{}") : (200, call.Query["after"] == "14" ? """{"deadLetters":[{"id":"15"}]}""" : """{"deadLetters":[{"id":"1"}],"next":"14"}"""));
        using var elsewhere = new Elsewhere(_live, "progression", full.Address);
        string later = await visitor.PageAsync("/dead-letters?service=progression&after=14");
        (int status, string page, _) = await visitor.SendAsync("/", "/dead-letters", ("service", "progression"), ("after", ConsoleVisitor.FieldOf(later, "after")), ("id", "15"), ("do", "replay"), ("reason", "mended"));
        Assert.Equal(502, status);
        Assert.Contains("value=\"15\" checked", page, StringComparison.Ordinal);
        Assert.Equal("mended", ConsoleVisitor.FieldOf(page, "reason"));
    }

    [Fact]
    public async Task A_download_that_is_refused_is_a_page_and_no_file()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        (int status, string page, HttpResponseMessage answer) = await visitor.GetAsync("/audit/export?service=fairness&from=yesterday");
        Assert.Equal((400, "text/html"), (status, answer.Content.Headers.ContentType!.MediaType));
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.Contains("It was not done.", page, StringComparison.Ordinal);
        Assert.Equal(400, (await visitor.SendAsync("/", "/players/%3Cb%3E/export", ("reason", "asked for"))).Status);
        using var away = new Elsewhere(_live, "fairness", $"http://127.0.0.1:{ServerProgram.FreePort()}");
        (status, _, answer) = await visitor.GetAsync("/audit/export?service=fairness");
        Assert.Equal(502, status);
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task A_proxy_s_page_is_no_export_of_the_audit()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        await using var proxy = await Answering.StartAsync(_ => (200, "<html>Please sign in to the network</html>"));
        using var elsewhere = new Elsewhere(_live, "fairness", proxy.Address);
        (int status, string page, HttpResponseMessage answer) = await visitor.GetAsync("/audit/export?service=fairness");
        Assert.Equal((502, "text/html"), (status, answer.Content.Headers.ContentType!.MediaType));
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.DoesNotContain("Please sign in", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_long_list_the_newest_is_shown_and_the_rest_is_counted()
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        string rewards = string.Join(',', Enumerable.Range(0, 263).Select(n => $$"""{"reward":"r-{{n}}.","status":"claimable","grantedAt":"{{DateTimeOffset.UnixEpoch.AddDays(n):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}"""));
        await using var rich = await Answering.StartAsync(call => (200, call.Path.Value!.EndsWith("/rewards", StringComparison.Ordinal) ? $$"""{"rewards":[{{rewards}}]}""" : """{"entries":[],"next":"17"}"""));
        using var elsewhere = new Elsewhere(_live, "progression", rich.Address);
        string page = await visitor.PageAsync("/players/player-13");
        Assert.Contains("r-262.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("r-62.", page, StringComparison.Ordinal);
        Assert.Contains("and 63 more", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/audit?service=progression&amp;player=player-13\"", page.Replace("player=player-13&amp;kind=grant", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("player=player-13&amp;kind=grant\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "[]", "player.json")]
    [InlineData("[\"notices\"]", "[]", "player-incomplete.json")]
    [InlineData("[]", "[\"ranks\"]", "player-incomplete.json")]
    public async Task An_export_from_which_something_is_missing_has_a_name_that_says_so(string degraded, string cutShort, string name)
    {
        using ConsoleVisitor visitor = await SignedInAsync();
        string export = $$"""{"playerId":"player-12","degraded":{{degraded}},"cutShort":{{cutShort}}}""";
        await using var partly = await Answering.StartAsync(_ => (200, export));
        using var elsewhere = new Elsewhere(_live, "progression", partly.Address);
        (int status, string file, HttpResponseMessage answer) = await visitor.SendAsync("/players", "/players/player-12/export", ("reason", "asked for"));
        Assert.Equal((200, export, "attachment", name), (status, file, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
    }

    [Fact]
    public async Task A_token_without_a_role_is_told_so()
    {
        using var visitor = new ConsoleVisitor(_live);
        await using var directory = await Answering.StartAsync(_ => (200, """{"name":"bob","role":"none","via":"entra"}"""));
        using var elsewhere = new Elsewhere(_live, "fairness", directory.Address);
        (int status, string page, _) = await visitor.SignInAsync("a-token-of-a-directory");
        Assert.Equal(403, status);
        Assert.Contains("has no role here", page, StringComparison.Ordinal);
    }

    private async Task<ConsoleVisitor> SignedInAsync()
    {
        ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        visitor.IsAnyAway = true;
        return visitor;
    }

    /// <summary>Has the console look for a service elsewhere, for as long as it is not disposed of.</summary>
    private sealed class Elsewhere : IDisposable
    {
        private readonly IConfiguration _configuration;
        private readonly string _key;
        private readonly string? _before;

        public Elsewhere(LiveSystem live, string service, string address)
        {
            (_configuration, _key) = (live.Services("console").GetRequiredService<IConfiguration>(), $"services:{service}:http:0");
            _before = _configuration[_key];
            _configuration[_key] = address;
        }

        public void Dispose() => _configuration[_key] = _before;
    }

    /// <summary>Answers everything with JSON, or what calls itself so.</summary>
    private sealed class Answering(WebApplication app, System.Collections.Concurrent.ConcurrentQueue<string> methods) : IAsyncDisposable
    {
        public string Address => app.Urls.First();

        public IReadOnlyCollection<string> Methods => methods;

        public static async Task<Answering> StartAsync(Func<HttpRequest, (int Status, string Body)> answer)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            WebApplication app = builder.Build();
            var methods = new System.Collections.Concurrent.ConcurrentQueue<string>();
            app.Urls.Add("http://127.0.0.1:0");
            app.Run(async context =>
            {
                methods.Enqueue(context.Request.Method);
                (int status, string body) = answer(context.Request);
                (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
                await context.Response.WriteAsync(body, Encoding.UTF8);
            });
            await app.StartAsync();
            return new Answering(app, methods);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
