using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary><c>kill -9</c> right after a moderator's decision was answered, and while one is on its way: it is made once, with its block and its entries, or not at all.</summary>
public sealed class Killed_around_a_decision
{
    private const int Rounds = 6;

    [Fact]
    public async Task A_decision_that_was_answered_holds_and_one_that_was_not_is_whole_or_is_not_there()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        for (int round = 0; round < Rounds; round++)
        {
            string answered = $"answered{round}", pending = $"pending{round}";
            using (LiveProcess live = await StartAsync())
            {
                foreach (string player in (string[])[answered, pending])
                {
                    string now = $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss}Z";
                    using HttpResponseMessage sent = await live.SendAsync(JsonSerializer.Serialize(new { id = "e-" + player, playerId = player, type = "xp_gained", occurredAt = now, data = new { amount = 200_000 } }));
                    Assert.Equal(403, (int)sent.StatusCode);
                }

                JsonElement seen = await CaseAsync(live, pending);
                using (HttpResponseMessage made = await DecideAsync(live, await CaseAsync(live, answered)))
                    await made.JsonAsync(200);
                Task<HttpResponseMessage> onItsWay = DecideAsync(live, seen);
                for (int i = 0; i < round * 50; i++)
                    await Task.Yield();
                live.Kill();
                try
                {
                    (await onItsWay).Dispose();
                }
                catch (HttpRequestException)
                {
                    // The process is gone.
                }
            }

            using LiveProcess again = await StartAsync();
            await AssertWholeAsync(again, answered, mustBe: true);
            await AssertWholeAsync(again, pending, mustBe: false);
            again.Kill();
        }

        async Task AssertWholeAsync(LiveProcess live, string player, bool mustBe)
        {
            JsonElement one = await CaseAsync(live, player);
            int decisions = one.GetProperty("decisions").GetArrayLength();
            Assert.InRange(decisions, mustBe ? 1 : 0, 1);
            Assert.Equal(decisions == 1 ? "blocked" : "open", one.GetProperty("status").GetString());
            Assert.Equal(decisions == 1 ? "blocked" : "ok", (await GetAsync(live, $"/v1/players/{player}/standing")).GetProperty("status").GetString());
            Assert.Equal(2 * decisions, (await GetAsync(live, $"/v1/audit?player={player}")).GetProperty("entries").GetArrayLength());
        }

        async Task<HttpResponseMessage> DecideAsync(LiveProcess live, JsonElement one)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(live.Address("fairness"), $"/v1/reviews/{one.GetProperty("case").GetString()}/decisions"));
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{one.GetProperty("version").GetInt64()}\"");
            request.Content = new StringContent("""{"decision":"block","seconds":86400,"reason":"a bot"}""", Encoding.UTF8);
            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        async Task<JsonElement> CaseAsync(LiveProcess live, string player)
        {
            for (var patience = new Patience(); ; await Task.Delay(10, TestContext.Current.CancellationToken))
            {
                JsonElement found = (await GetAsync(live, $"/v1/reviews?player={player}")).GetProperty("reviews");
                if (found.GetArrayLength() == 1)
                    return await GetAsync(live, $"/v1/reviews/{found[0].GetProperty("case").GetString()}");
                Assert.False(patience.IsOver, $"{player} has no case");
            }
        }

        async Task<JsonElement> GetAsync(LiveProcess live, string path) =>
            JsonDocument.Parse(await http.GetStringAsync(new Uri(live.Address("fairness"), path), TestContext.Current.CancellationToken)).RootElement;

        async Task<LiveProcess> StartAsync()
        {
            LiveProcess live = LiveProcess.Start(folder.File("data"), ("OPERATOR_TOKEN", LiveSystem.OperatorToken), ("LOG_LEVEL", "Warning"));
            await live.ReadyAsync();
            return live;
        }
    }
}
