using System.Net;
using System.Text;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>Forms that cannot be read, are too large, or are not of the session: a page says so, and what was typed is not lost.</summary>
public sealed class Forms_that_are_not_taken(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Theory]
    [InlineData("/sign-in", false)]
    [InlineData("/preferences", false)]
    [InlineData("/policies/boards", true)]
    public async Task What_cannot_be_read_is_a_400_and_what_is_too_large_a_413_whoever_sends_it(string path, bool signedIn)
    {
        using ConsoleVisitor visitor = signedIn ? await ConsoleVisitor.SignedInAsync(_live) : new ConsoleVisitor(_live);
        await visitor.GetAsync("/sign-in"); // has a form's cookie
        using var broken = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nx"u8.ToArray());
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        (int status, string page) = await visitor.PostAsync(path, broken);
        Assert.Equal(400, status);
        Assert.Contains("Nothing was done", page, StringComparison.Ordinal);
        using var unbounded = new ByteArrayContent("x"u8.ToArray());
        unbounded.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data");
        Assert.Equal(400, (await visitor.PostAsync(path, unbounded)).Status);
        using var large = new StringContent("text=" + new string('a', 5 << 20), Encoding.UTF8, "application/x-www-form-urlencoded");
        (status, page) = await visitor.PostAsync(path, large);
        Assert.Equal(413, status);
        Assert.Contains("too large", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_over_a_mebibyte_is_compared_by_nobody()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        (int status, string page, _) = await visitor.SendAsync("/policies/boards", "/policies/boards", ("do", "diff"), ("text", new string('a', (1 << 20) + 1)), ("etag", "\"0\""));
        Assert.Equal(413, status);
        Assert.DoesNotContain("class=\"added\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_into_a_form_that_is_not_taken_comes_back_to_who_typed_it()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        (int status, string page, _) = await visitor.PostAsync("/policies/boards", ("do", "save"), ("text", "{\"maxBoards\": 17}</textarea><script>"), ("form", "of yesterday"));
        Assert.Equal(400, status);
        Assert.Contains("{&quot;maxBoards&quot;: 17}&lt;/textarea", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        using var stranger = new ConsoleVisitor(_live);
        (_, page, _) = await stranger.PostAsync("/preferences", ("text", "somebody else's words"), ("form", "forged"));
        Assert.DoesNotContain("somebody else", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_from_another_site_leaves_forms_of_open_pages_as_good_as_they_were_and_leads_on()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        string token = ConsoleVisitor.FieldOf(await visitor.PageAsync("/players/player-8"), "form");
        Uri console = _live.Url("console", "/");
        Cookie session = visitor.Cookies.GetCookies(console)["liveops-console"]!, form = visitor.Cookies.GetCookies(console)["liveops-form"]!;
        using (var other = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })) // what a browser sends then: what is lax, and not what is strict
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _live.Url("console", "/sign-in?back=%2Fplayers%2Fplayer-8"));
            request.Headers.Add("Cookie", $"{form.Name}={form.Value}");
            using HttpResponseMessage answer = await other.SendAsync(request);
            Assert.Contains("href=\"/players/player-8\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.NotEmpty(session.Value);
        Assert.Equal(303, (await visitor.PostAsync("/players/player-8/hide", ("reason", "seen elsewhere"), ("form", token))).Status);
    }
}
