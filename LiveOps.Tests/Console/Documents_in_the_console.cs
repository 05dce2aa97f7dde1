using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>A document's life on its pages: checked, compared, tried, saved, scheduled, called off, rolled back.</summary>
public sealed class Documents_in_the_console
{
    [Fact]
    public async Task A_document_is_changed_step_by_step()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(live);
        const string Path = "/policies/boards", First = "{\"maxBoards\": 900}";

        (int status, string page, _) = await Do("validate", "{\n  \"maxBoards\": 0,\n  \"boards\": {}\n}");
        Assert.Equal(400, status);
        Assert.Matches("<li class=\"bad\"><b>2</b>  &quot;maxBoards&quot;: 0,<strong> ← ", page); // beside its line
        (status, page, _) = await Do("validate", First);
        Assert.Equal(200, status);
        Assert.Contains("The document is right.", page, StringComparison.Ordinal);
        (_, page, _) = await Do("diff", "{\"maxBoards\": 900}");
        Assert.Contains("class=\"removed\"", page, StringComparison.Ordinal);
        (_, page, _) = await Do("dry-run", First);
        Assert.Contains("Nothing was changed.", page, StringComparison.Ordinal);
        Assert.Equal("\"0\"", await ETagAsync());

        Assert.Equal(303, (await Do("save", First, "fewer")).Status);
        Assert.Equal("\"1\"", await ETagAsync());
        (status, page, _) = await Do("save", "{\"maxBoards\": 800}", "too late"); // another operator began with version 0 as well
        Assert.Equal(412, status);
        Assert.Contains("&quot;maxBoards&quot;: 800", page, StringComparison.Ordinal); // nothing that was typed is lost
        Assert.Contains("Compare, and save then", page, StringComparison.Ordinal);
        (_, page, _) = await Do("diff", "{\"maxBoards\": 800}");
        Assert.Equal("\"1\"", ConsoleVisitor.FieldOf(page, "etag")); // over what was compared it may be saved
        Assert.Equal("/policies/boards?done=scheduled", await ann.DoAsync(Path, Path, ("do", "save"), ("text", "{\"maxBoards\": 700}"), ("etag", "\"1\""), ("reason", "later"), ("effectiveAt", "2099-01-01T10:00")));
        Assert.Contains("2099-01-01 10:00:00 UTC", await ann.PageAsync(Path), StringComparison.Ordinal);
        await ann.DoAsync(Path, $"{Path}/scheduled/2", ("reason", "not now"));
        Assert.Empty((await live.JsonAsync("leaderboard", "/v1/policies/boards/scheduled", LiveSystem.OperatorToken)).GetProperty("scheduled").EnumerateArray());
        Assert.Contains("<del>", await ann.PageAsync($"{Path}/versions/2"), StringComparison.Ordinal); // word by word
        await ann.DoAsync($"{Path}/versions/2", $"{Path}/versions/2", ("etag", "\"1\""), ("reason", "after all"));
        Assert.Equal(700, (await live.JsonAsync("leaderboard", "/v1/policies/boards", LiveSystem.OperatorToken)).GetProperty("maxBoards").GetInt32());
        JsonElement newest = (await live.JsonAsync("leaderboard", "/v1/policies/boards/versions", LiveSystem.OperatorToken)).GetProperty("versions")[0];
        Assert.Equal(("ann", "after all"), (newest.GetProperty("author").GetString(), newest.GetProperty("reason").GetString()));

        Task<(int Status, string Page, HttpResponseMessage Answer)> Do(string what, string text, string reason = "") =>
            ann.SendAsync(Path, Path, ("do", what), ("text", text), ("etag", "\"0\""), ("reason", reason));

        async Task<string?> ETagAsync()
        {
            using HttpResponseMessage answer = await live.GetAsync("leaderboard", "/v1/policies/boards", LiveSystem.OperatorToken);
            return answer.Headers.ETag?.ToString();
        }
    }

    [Fact]
    public async Task Of_two_who_type_into_the_form_at_once_the_slower_is_told_and_loses_nothing()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(live), bob = await ConsoleVisitor.SignedInAsync(live);
        const string Path = "/policies/boards", Field = "at:/maxBoards";
        string page = await ann.PageAsync(Path), text = Text(page);
        Assert.Equal("1000", ConsoleVisitor.FieldOf(page, Field));

        (int status, page, _) = await Do(ann, "validate", "many");
        Assert.Equal(400, status);
        Assert.Contains("&quot;maxBoards&quot;: &quot;many&quot;,<strong> ← ", page, StringComparison.Ordinal); // beside its line
        Assert.Equal("many", ConsoleVisitor.FieldOf(page, Field));
        (_, page, _) = await Do(ann, "diff", "900");
        Assert.Contains("<ins>", page, StringComparison.Ordinal);

        Assert.Equal(303, (await Do(ann, "save", "900")).Status);
        (status, page, _) = await Do(bob, "save", "800");

        Assert.Equal(412, status);
        Assert.Equal("800", ConsoleVisitor.FieldOf(page, Field));
        using HttpResponseMessage document = await live.GetAsync("leaderboard", "/v1/policies/boards?comments=true", LiveSystem.OperatorToken);
        Assert.Equal(text.Replace("\"maxBoards\": 1000", "\"maxBoards\": 900", StringComparison.Ordinal), await document.Content.ReadAsStringAsync());

        Task<(int Status, string Page, HttpResponseMessage Answer)> Do(ConsoleVisitor who, string what, string most) =>
            who.SendAsync(Path, Path, ("by", "fields"), ("do", what), ("text", text), ("etag", "\"0\""), ("reason", "tested"), (Field, most));
    }

    // As a browser reads it: without the line that a page puts first.
    private static string Text(string page) => System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page, "<textarea id=\"text\"[^>]*>(.*?)</textarea>", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value)[1..];
}
