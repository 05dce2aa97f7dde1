using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <content>Live events.</content>
public sealed partial class Answers_are_as_described
{
    private static async Task LiveEventsAsync(LiveSystem live, ServiceDocuments documents)
    {
        string opens = Time(-1), closes = Time(24);
        string rush = $$$"""
            {"liveEvents":[{"id":"rush","title":"Rush","opensAt":"{{{opens}}}","closesAt":"{{{closes}}}","board":{},"multipliers":{"xp_gained":2},"entry":{"mode":"join","maxEntrants":1},"rewards":[{"ranks":"1","reward":"gold"}]}]}
            """;
        using (HttpResponseMessage made = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/live-events?reason=tested", JsonDocument.Parse(rush).RootElement, ifMatch: "\"0\""))
            Assert.Equal(200, (int)made.StatusCode);
        foreach ((string path, int status) in new[] { ("/v1/live-events", 200), ("/v1/live-events?status=running", 200), ("/v1/live-events?status=none", 400), ("/v1/live-events/rush", 200), ("/v1/live-events/none", 404) })
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.GetAsync("leaderboard", path));
            Assert.True(status == (int)answer.StatusCode, $"{path}: {answer.StatusCode}");
        }

        await EnterAsync("rush", "ada", """{"event":"rush","playerId":"ada"}""", 200);
        await EnterAsync("rush", "bob", """{"event":"rush","playerId":"bob"}""", 409);
        await EnterAsync("rush", "ada", """{"event":"rush","playerId":"bob"}""", 400);
        await EnterAsync("none", "ada", """{"event":"none","playerId":"ada"}""", 404);

        async Task EnterAsync(string name, string player, string body, int status)
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.SignedAsync("leaderboard", $"/v1/live-events/{name}/players/{player}", Encoding.UTF8.GetBytes(body)));
            Assert.True(status == (int)answer.StatusCode, $"{name}, {player}: {answer.StatusCode}");
        }

        static string Time(double hours) => DateTimeOffset.UtcNow.AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
