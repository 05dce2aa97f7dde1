using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>Players are found by how their ids begin, and operators leave notes about them.</summary>
public sealed class Players_in_the_console(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Players_are_found_by_how_their_ids_begin_and_the_rest_stands_on_the_next_page()
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        string page = await visitor.PageAsync("/players?prefix=player-5");
        foreach (int n in (int[])[5, 50, 59])
            Assert.Contains($"href=\"/players/player-{n}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/players/player-6\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", page, StringComparison.Ordinal);

        string first = await visitor.PageAsync("/players?prefix=player");
        string next = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(first, "href=\"([^\"]+)\" rel=\"next\"").Groups[1].Value);
        string second = await visitor.PageAsync(next);
        Assert.DoesNotContain("href=\"/players/player-9\"", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/players/player-9\"", second, StringComparison.Ordinal);
        Assert.Contains("Open the page of cheat", await visitor.PageAsync("/players?prefix=cheat"), StringComparison.Ordinal); // who has no progress
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("..")]
    [InlineData("a&after=b")]
    public async Task Whatever_is_looked_for_is_text(string sought)
    {
        using ConsoleVisitor visitor = await ConsoleVisitor.SignedInAsync(_live);
        (int status, string page, _) = await visitor.GetAsync($"/players?prefix={Uri.EscapeDataString(sought)}");
        Assert.Equal(sought == ".." ? 200 : 400, status);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_written_read_by_others_as_the_text_that_it_is_and_deleted()
    {
        const string Hostile = "<script>alert(1)</script>\"'><img src=x> 쪽지";
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live), other = await ConsoleVisitor.SignedInAsync(_live, LiveOps.ServiceDefaults.Operators.OperatorRole.Viewer);

        Assert.Equal("/players/player-30?done=noted", await ann.DoAsync("/players/player-30", "/players/player-30/notes", ("text", Hostile)));

        await ann.DoAsync("/players/player-30", "/players/player-30/notes", ("text", Hostile)); // a button that is pressed twice
        Assert.Equal(1, (await _live.JsonAsync("progression", "/v1/players/player-30/notes", LiveSystem.OperatorToken)).GetProperty("notes").GetArrayLength());
        JsonElement note = (await _live.JsonAsync("progression", "/v1/players/player-30/notes", LiveSystem.OperatorToken)).GetProperty("notes")[0];
        Assert.Equal((Hostile, "ann"), (note.GetProperty("text").GetString(), note.GetProperty("by").GetString()));
        foreach (ConsoleVisitor reader in new[] { ann, other })
        {
            string page = await reader.PageAsync("/players/player-30");
            Assert.Contains(Hostile, System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        }

        (int status, string refused, _) = await ann.SendAsync("/players/player-30", "/players/player-30/notes", ("text", new string('x', 1_001)));
        Assert.Equal(400, status);
        Assert.Contains(new string('x', 1_001), refused, StringComparison.Ordinal); // nothing that was typed is lost
        Assert.Equal("/players/player-30?done=note-deleted", await ann.DoAsync("/players/player-30", "/players/player-30/notes/delete", ("note", note.GetProperty("id").GetString()!), ("reason", "done with")));
        Assert.Empty((await _live.JsonAsync("progression", "/v1/players/player-30/notes", LiveSystem.OperatorToken)).GetProperty("notes").EnumerateArray());
        Assert.Contains("done with", await ann.PageAsync("/players/player-30"), StringComparison.Ordinal); // in its audit
    }

    [Fact]
    public async Task A_receipt_is_verified_where_the_player_is_and_what_was_granted_stands_there()
    {
        using ConsoleVisitor ann = await ConsoleVisitor.SignedInAsync(_live);
        using HttpResponseMessage granted = await _live.OperateAsync(HttpMethod.Post, "progression", "/v1/players/player-31/grants", new { id = "g-31", reward = "medal", reason = "for the <b>winner</b>" });
        Assert.True(granted.IsSuccessStatusCode, await granted.Content.ReadAsStringAsync());
        using HttpResponseMessage claimed = await _live.SignedAsync("progression", "/v1/players/player-31/rewards/medal/claim", []);
        string receipt = (await claimed.JsonAsync(200)).GetProperty("receipt").GetString()!;

        string page = System.Net.WebUtility.HtmlDecode(await ann.PageAsync("/players/player-31"));
        Assert.Contains("for the <b>winner</b>", page[page.IndexOf("<h2>Grants</h2>", StringComparison.Ordinal)..page.IndexOf("<h2>Receipts</h2>", StringComparison.Ordinal)], StringComparison.Ordinal);
        (_, string genuine, _) = await ann.SendAsync("/players/player-31", "/players/player-31/receipt", ("receipt", receipt));
        Assert.Contains("The receipt is genuine.", genuine, StringComparison.Ordinal);
        Assert.Contains("medal", genuine[genuine.IndexOf("The receipt is genuine.", StringComparison.Ordinal)..], StringComparison.Ordinal);
        (_, string forged, _) = await ann.SendAsync("/players/player-31", "/players/player-31/receipt", ("receipt", receipt[..^4] + "AAAA"));
        Assert.Contains("The receipt is not genuine.", forged, StringComparison.Ordinal);
    }
}
