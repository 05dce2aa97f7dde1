using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Embedded;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary><c>kill -9</c> while a file comes in: sent again until it is answered, each of its rows counts once.</summary>
public sealed class Killed_while_rows_come
{
    private const int Players = 400, Each = 40;

    [Fact]
    public async Task A_file_that_is_sent_until_it_is_answered_counts_once()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("policies"));
        await File.WriteAllTextAsync(folder.File("policies/fairness.json"), Killed_at_any_moment.Lenient(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.File("policies/intake.json"),
            """{"sources":{"nightly":{"format":"csv","fields":{"playerId":"who","counter":{"value":"rows"},"amount":{"value":"1"},"id":"id"},"proof":{"basic":{"user":"nightly"}}}}}""",
            TestContext.Current.CancellationToken);
        string file = "who,id\n" + string.Concat(Enumerable.Range(0, Players * Each).Select(n => $"night-{n % Players},{n}\n"));
        for (int kill = 0; kill < 3; kill++)
        {
            using LiveProcess live = Start();
            await live.ReadyAsync();
            Task<HttpResponseMessage?> sent = SendAsync(live, file);
            await EventuallyAsync(live, kill); // so much of it has come, or all
            live.Kill();
            (await sent)?.Dispose();
        }

        using LiveProcess last = Start();
        await last.ReadyAsync();
        using HttpResponseMessage? answer = await SendAsync(last, file);
        (int rows, int accepted, int duplicates, int rejected) = IntakeWorld.Counts(await answer!.JsonAsync(202));
        Assert.Equal((Players * Each, Players * Each, 0), (rows, accepted + duplicates, rejected));
        Assert.True(duplicates > 0);
        using var http = new HttpClient();
        for (int player = 0; player < Players; player++)
        {
            long counted = -1;
            for (var patience = new Patience(); counted != Each && !patience.IsOver; await Task.Delay(5, TestContext.Current.CancellationToken))
            {
                using HttpResponseMessage got = await http.GetAsync(new Uri(last.Address("progression"), $"/v1/players/night-{player}"), TestContext.Current.CancellationToken);
                if (got.IsSuccessStatusCode)
                    counted = JsonElement.Parse(await got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("counters").GetProperty("rows").GetInt64();
                Assert.True(counted <= Each, $"night-{player} counts {counted}");
            }

            Assert.Equal(Each, counted);
        }

        LiveProcess Start() => LiveProcess.Start(folder.File("data"), ("POLICY_DIR", folder.File("policies")), ("Intake__Secrets__nightly__0", IntakeWorld.Password), ("LOG_LEVEL", "Warning"));
    }

    private static async Task<HttpResponseMessage?> SendAsync(LiveProcess live, string file)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(live.Address("gateway"), "/v1/intake/nightly")) { Content = new StringContent(file) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("nightly:" + IntakeWorld.Password)));
        try
        {
            return await http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            return null; // killed
        }
    }

    // At the first kill the first part has come, at the second more of it.
    private static async Task EventuallyAsync(LiveProcess live, int kill)
    {
        using var http = new HttpClient();
        for (var patience = new Patience(); !patience.IsOver; await Task.Delay(1))
        {
            using HttpResponseMessage got = await http.GetAsync(new Uri(live.Address("progression"), "/v1/players/night-0"));
            if (got.IsSuccessStatusCode && JsonElement.Parse(await got.Content.ReadAsStringAsync()).GetProperty("counters").GetProperty("rows").GetInt64() > kill)
                return;
        }
    }
}
