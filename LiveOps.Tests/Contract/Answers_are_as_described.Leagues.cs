using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <content>Leagues.</content>
public sealed partial class Answers_are_as_described
{
    private static async Task LeaguesAsync(LiveSystem live, ServiceDocuments documents)
    {
        const string League = """{"leagues":{"cup":{"board":"arena","window":"daily","cohortSize":2,"divisions":["bronze"],"promote":0,"relegate":0}}}""";
        using (HttpResponseMessage made = await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/leagues?reason=tested", JsonDocument.Parse(League).RootElement, ifMatch: "\"0\""))
            Assert.Equal(200, (int)made.StatusCode);
        await live.AcceptAsync(live.Score("ada", "arena", 71));
        await live.EventuallyAsync("leaderboard", "/v1/leagues/cup/players/ada", place => place.GetProperty("cohort").ValueKind == JsonValueKind.String);
        foreach ((string path, int status) in new[]
        {
            ("/v1/leagues/cup/players/ada", 200), ("/v1/leagues/cup/players/bob", 200), ("/v1/leagues/cup/players/nobody", 404), ("/v1/leagues/none/players/ada", 404), ("/v1/leagues/cup/cohorts/1", 200),
            ("/v1/leagues/cup/cohorts/7", 404), ("/v1/leagues/cup/cohorts/x", 400), ("/v1/leagues/cup/history", 200), ("/v1/leagues/cup/history?limit=0", 400), ("/v1/players/ada/leagues", 200),
        })
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.GetAsync("leaderboard", path));
            Assert.Equal(status, (int)answer.StatusCode);
        }

        foreach ((string path, int status) in new[] { ("/v1/leagues/cup/preview", 200), ("/v1/leagues/none/preview", 404), ("/v1/leagues/cup/preview?limit=21", 400) })
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.OperateAsync(HttpMethod.Get, "leaderboard", path));
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }
}
