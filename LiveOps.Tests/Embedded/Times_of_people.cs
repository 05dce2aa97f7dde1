using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>The system on a machine whose own zone is Tokyo's: no time is taken for a local one, and none is answered as one.</summary>
public sealed partial class Times_of_people
{
    [Fact]
    public async Task Where_the_machine_stands_changes_no_time_that_comes_or_goes()
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"), ("TZ", "Asia/Tokyo"), ("OPERATOR_TOKEN", LiveSystem.OperatorToken));
        await live.ReadyAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string tokyo = $"{now.ToOffset(TimeSpan.FromHours(9)):yyyy-MM-dd'T'HH:mm:ss}+09:00", local = $"{now.AddHours(10):yyyy-MM-dd'T'HH:mm:ss}", until = $"{now.AddHours(10):yyyy-MM-dd'T'HH:mm:ss}+09:00";
        using (HttpResponseMessage none = await live.SendAsync(Event("e0", "\"xp_gained\"", tokyo[..^6], """{"amount":1}""")))
            await none.ProblemAsync(400, "invalid-event");
        foreach ((string id, string type, string data) in new[] { ("e1", "\"boss_killed\"", """{"bossId":"dragon"}"""), ("e2", "\"score_submitted\"", """{"board":"arena","score":5}"""), ("e3", "\"xp_gained\"", """{"amount":90000}""") })
        {
            using HttpResponseMessage sent = await live.SendAsync(Event(id, type, tokyo, data));
            await sent.JsonAsync(202);
        }

        using (HttpResponseMessage flagged = await live.SendAsync(Event("e4", "\"xp_gained\"", tokyo, """{"amount":900000}""")))
            await flagged.ProblemAsync(403, "implausible-event");
        foreach (string refused in new[] { local, local + ".5", now.AddHours(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) })
        {
            using HttpResponseMessage answer = await BlockAsync(http, live, refused);
            Assert.Contains("with its offset", (await answer.ProblemAsync(400, "malformed-body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using (HttpResponseMessage blocked = await BlockAsync(http, live, until))
            Assert.Equal($"{now.AddHours(1):yyyy-MM-dd'T'HH:mm:ss}Z", (await blocked.JsonAsync(200)).GetProperty("until").GetString());

        int times = 0;
        foreach ((string service, string path) in new[]
        {
            ("gateway", "/v1/time"), ("gateway", "/v1/players/p/summary"), ("fairness", "/v1/players/p/standing"), ("fairness", "/v1/flags"), ("fairness", "/v1/audit"),
            ("progression", "/v1/players/p"), ("progression", "/v1/players/p/rewards"), ("progression", "/v1/players/p/export"), ("leaderboard", "/v1/leaderboards"),
            ("leaderboard", "/v1/leaderboards/arena/daily"), ("leaderboard", "/v1/leaderboards/arena/seasonal"), // p is blocked, and so on no board
        })
        {
            string answer = "";
            for (var patience = new Patience(); !Time().IsMatch(answer); await Task.Delay(10))
            {
                Assert.False(patience.IsOver, $"{path} answers no time: {answer}");
                answer = await http.GetStringAsync(new Uri(live.Address(service), path)).ContinueWith(got => got.IsCompletedSuccessfully ? got.Result : "", TaskScheduler.Default);
            }

            foreach (Match time in Time().Matches(answer))
            {
                Assert.True(time.Value.EndsWith("Z\"", StringComparison.Ordinal), $"{path} answers {time.Value}");
                times++;
            }
        }

        Assert.InRange(times, 20, int.MaxValue);
    }

    private static string Event(string id, string type, string at, string data) => "{\"id\":\"" + id + "\",\"playerId\":\"p\",\"type\":" + type + ",\"occurredAt\":\"" + at + "\",\"data\":" + data + "}";

    private static Task<HttpResponseMessage> BlockAsync(HttpClient http, LiveProcess live, string until) => http.PutAsync(
        new Uri(live.Address("fairness"), "/v1/players/p/block"), new StringContent("{\"until\":\"" + until + "\",\"reason\":\"a test\"}", Encoding.UTF8, "application/json"));

    [GeneratedRegex("\"\\d{4}-\\d\\d-\\d\\d[Tt ][^\"]*\"")]
    private static partial Regex Time();
}
