using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Tests.ServiceDefaults.Policies;

public sealed class Documents_as_strict_JSON
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{ // a\n \"a\": [1, 2, ], /* b, */ }", "{ \n \"a\": [1, 2 ]  }")]
    [InlineData("{\"a\":\"// no, /* comment */ \\\" ,}\",}", "{\"a\":\"// no, /* comment */ \\\" ,}\"}")]
    [InlineData("[1,/*,*/2]// end", "[1,2]")]
    [InlineData("{\"a\":[],\n// c\n}", "{\"a\":[]\n\n}")]
    public void Comments_and_trailing_commas_go_and_all_else_stays(string written, string strict) =>
        Assert.Equal(strict, Encoding.UTF8.GetString(StrictJson.Of(Encoding.UTF8.GetBytes(written))));

    [Fact]
    public void What_comes_with_the_services_is_the_same_document_without_them()
    {
        var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        foreach ((Type service, string file) in new[] { (typeof(LiveOps.Fairness.FairnessExtensions), "fairness"), (typeof(LiveOps.Progression.ProgressionExtensions), "progression"), (typeof(LiveOps.Leaderboard.LeaderboardExtensions), "leaderboard") })
        {
            using var stream = new MemoryStream();
            service.Assembly.GetManifestResourceStream(file + ".json")!.CopyTo(stream);
            byte[] strict = StrictJson.Of(stream.ToArray());
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(stream.ToArray(), lenient).RootElement, JsonDocument.Parse(strict).RootElement));
            Assert.Equal(stream.ToArray().Count(b => b == '\n'), strict.Count(b => b == '\n')); // a fault's line is the same line
        }
    }
}
