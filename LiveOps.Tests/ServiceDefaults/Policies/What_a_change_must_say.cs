using LiveOps.Tests.Harness;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>Which version is changed, and why.</summary>
public sealed class What_a_change_must_say
{
    [Fact]
    public async Task What_is_no_tag_is_told_apart_from_another_version_and_who_gives_no_reason_is_told_where_it_goes()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var document = new DocumentCalls(live, "leaderboard", "boards");
        const string Json = """{"maxBoards":5}""";
        foreach ((string tag, string problem, string sentence) in new[]
        {
            ("W/\"0\"", "412 stale-version", "If-Match names a weak tag"), ("\"0", "400 invalid-parameter", "If-Match must be the ETag"), ("zero", "400 invalid-parameter", "If-Match must be the ETag"),
            ("W/zero", "400 invalid-parameter", "If-Match must be the ETag"), (",", "400 invalid-parameter", "If-Match must be the ETag"), ("\"7\"", "412 stale-version", "Another version is in force"),
            ("\"file-0123\"", "412 stale-version", "Another version is in force"), ("7", "412 stale-version", "Another version is in force"),
        })
        {
            foreach (Answer answer in new[] { await document.PutAsync(Json, tag, "why"), await document.SendAsync(HttpMethod.Post, "/rollback?version=0&reason=why", ifMatch: tag) })
            {
                Assert.Equal((tag, problem), (tag, answer.Problem));
                Assert.StartsWith(sentence, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }

        Answer unsaid = await document.SendAsync(HttpMethod.Put, "", Json, "\"0\"");
        Assert.Equal("400 invalid-parameter", unsaid.Problem);
        Assert.Contains("?reason=", unsaid.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("400 invalid-parameter", (await document.SendAsync(HttpMethod.Post, "/rollback?version=1", """{"version":0,"reason":"why"}""")).Problem);
        Assert.Equal("\"0\"", (await document.GetAsync("")).Tag);
        Assert.Equal("\"1\"", (await document.PutAsync(Json, "W/\"9\", \"0\"", "why")).Tag);
        Assert.Equal("\"2\"", (await document.PutAsync(Json, "1", "why")).Tag);
    }
}
