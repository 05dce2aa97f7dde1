using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary><c>kill -9</c> while a job of grants is at work: it goes on by itself, and each player has theirs once.</summary>
public sealed class Killed_during_grants
{
    private const int Players = 2_000, Jobs = 4;

    [Fact]
    public async Task A_job_that_was_answered_is_done_in_the_end_and_nobody_has_it_twice()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        string[] ids = [.. Enumerable.Range(0, Players).Select(number => $"p{number}")];
        using (LiveProcess live = await StartAsync())
        {
            foreach (string[] some in ids.Chunk(1_000))
            {
                string now = $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss}Z";
                IEnumerable<string> events = some.Select(id => JsonSerializer.Serialize(new { id = "e-" + id, playerId = id, type = "xp_gained", occurredAt = now, data = new { amount = 1 } }));
                using HttpResponseMessage sent = await live.SendAsync($$"""{"events":[{{string.Join(',', events)}}]}""");
                Assert.Equal(1_000, (await sent.JsonAsync(202)).GetProperty("accepted").GetInt32());
            }

            await StartJobAsync(live, 0); // in the journal behind the events
            live.Kill();
        }

        for (int job = 1; job < Jobs; job++)
        {
            using LiveProcess live = await StartAsync();
            await StartJobAsync(live, job);
            live.Kill();
        }

        using LiveProcess last = await StartAsync();
        for (int job = 0; job < Jobs; job++)
        {
            JsonElement stands = default;
            for (var patience = new Patience(); ; await Task.Delay(10, TestContext.Current.CancellationToken))
            {
                stands = JsonDocument.Parse(await http.GetStringAsync(new Uri(last.Address("progression"), $"/v1/grants/j{job}"), TestContext.Current.CancellationToken)).RootElement;
                if (stands.GetProperty("status").GetString() == "done")
                    break;
                Assert.False(patience.IsOver, stands.ToString());
            }

            Assert.Equal((Players, 0), (stands.GetProperty("granted").GetInt32(), stands.GetProperty("unknown").GetInt32()));
        }

        foreach (string id in ids.Where((_, at) => at % 97 == 0))
        {
            using JsonDocument player = JsonDocument.Parse(await http.GetStringAsync(new Uri(last.Address("progression"), $"/v1/players/{id}"), TestContext.Current.CancellationToken));
            Assert.Equal(1 + (Jobs * 10), player.RootElement.GetProperty("xp").GetInt32());
        }

        async Task<LiveProcess> StartAsync()
        {
            LiveProcess live = LiveProcess.Start(folder.File("data"), ("OPERATOR_TOKEN", LiveSystem.OperatorToken), ("LOG_LEVEL", "Warning"));
            await live.ReadyAsync();
            return live;
        }

        async Task StartJobAsync(LiveProcess live, int job)
        {
            string body = $$"""{"id":"j{{job}}","reason":"a test","xp":10,"playerIds":{{JsonSerializer.Serialize(ids)}}}""";
            using HttpResponseMessage made = await http.PostAsync(new Uri(live.Address("progression"), "/v1/grants"), new StringContent(body, Encoding.UTF8), TestContext.Current.CancellationToken);
            await made.JsonAsync(202);
        }
    }
}
