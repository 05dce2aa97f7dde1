using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Progression;

public sealed class The_live_system_keeps_claims
{
    private const string ClaimPath = "/v1/players/ann/rewards/first-kill:dragon/claim";

    [Fact]
    public async Task An_event_becomes_a_reward_a_claim_outlives_a_restart_and_erasing_ends_it()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        await live.AcceptAsync(live.Boss("ann", "dragon"), live.Xp("ann", 40));

        // The claim stands behind the events in the journal: it never sees less than was accepted.
        string receipt = await ClaimAsync(live);
        await live.RestartAsync();
        Assert.Equal(receipt, await ClaimAsync(live));
        JsonElement progress = await live.JsonAsync("progression", "/v1/players/ann");
        Assert.Equal(540, progress.GetProperty("xp").GetInt64());

        using HttpResponseMessage erased = await live.OperateAsync(HttpMethod.Delete, "progression", "/v1/players/ann");
        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        using HttpResponseMessage gone = await live.GetAsync("progression", "/v1/players/ann");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_claim_of_eight_callers_outlives_the_process_that_is_killed()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();
        string[] first;
        using (var killed = LiveProcess.Start(folder.File("data")))
        {
            await killed.ReadyAsync();
            string kill = $$"""{"id":"e1","playerId":"ann","type":"boss_killed","occurredAt":"{{TimeProvider.System.GetUtcNow():O}}","data":{"bossId":"dragon"} }""";
            await PostAsync(http, new Uri(killed.Address("gateway"), "/v1/events"), kill);
            first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(http, new Uri(killed.Address("progression"), ClaimPath))));
            killed.Kill();
        }

        using var next = LiveProcess.Start(folder.File("data"));
        await next.ReadyAsync();
        Assert.Equal([await PostAsync(http, new Uri(next.Address("progression"), ClaimPath))], first.Distinct());
    }

    private static async Task<string> PostAsync(HttpClient http, Uri url, string body = "")
    {
        string id = Guid.NewGuid().ToString("N");
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SigningSecret.Parse(LiveSystem.Secret, "secret"), id, now, bytes));
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    private static async Task<string> ClaimAsync(LiveSystem live)
    {
        using HttpResponseMessage answer = await live.SignedAsync("progression", ClaimPath, []);
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("receipt").GetString()!;
    }
}
