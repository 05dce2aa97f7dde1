using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <content>Webhooks. The receiver's host is a private one that nobody named: attempts fail at once.</content>
public sealed partial class Answers_are_as_described
{
    private static async Task WebhooksAsync(LiveSystem live, ServiceDocuments documents)
    {
        const string Hook = "/v1/webhooks/contract";
        object wish = new { url = "https://localhost:1/notices", types = new[] { "level.reached" }, description = "a test" };
        await CallAsync(HttpMethod.Put, Hook, 201, wish);
        await CallAsync(HttpMethod.Put, Hook, 200, wish);
        foreach (object wrong in new object[]
        {
            new { url = "http://example.com/" }, new { url = "https://user:word@example.com/" }, new { url = "https://10.0.0.1/" }, new { url = "https://[::1]/" }, new { url = "nowhere" },
            new { url = "https://example.com/", types = new[] { "level.lost" } }, new { url = "https://example.com/", secret = "short" },
        })
            await CallAsync(HttpMethod.Put, Hook, 400, wrong);
        await CallAsync(HttpMethod.Put, Hook, 400, new { });
        await CallAsync(HttpMethod.Put, Hook, 400, new { url = "https://localhost:1/notices", secret = LiveOps.Core.Signing.SigningSecret.Make() });
        await CallAsync(HttpMethod.Put, Hook, 400, new { url = "https://example.com/", unknown = 1 });
        await CallAsync(HttpMethod.Put, "/v1/webhooks/a%20b", 400, wish);
        await CallAsync(HttpMethod.Get, "/v1/webhooks", 200);
        await CallAsync(HttpMethod.Get, Hook, 200);
        await CallAsync(HttpMethod.Get, "/v1/webhooks/none", 404);
        await CallAsync(HttpMethod.Post, Hook + "/rotate", 200);
        await CallAsync(HttpMethod.Post, Hook + "/rotate", 200, new { overlapSeconds = 60, reason = "tested" });
        await CallAsync(HttpMethod.Post, Hook + "/rotate", 400, new { overlapSeconds = -1 });
        await CallAsync(HttpMethod.Post, "/v1/webhooks/none/rotate", 404);

        await live.AcceptAsync(live.Xp("hooked", 2000));
        await live.EventuallyAsync("gateway", Hook + "/deliveries", page => page.GetProperty("deliveries").EnumerateArray().Any(one => one.GetProperty("attempts").GetInt32() > 0), LiveSystem.OperatorToken);
        JsonElement delivery = (await CallAsync(HttpMethod.Get, Hook + "/deliveries?status=pending&limit=5", 200)).GetProperty("deliveries")[0];
        Assert.Equal("forbidden-address", delivery.GetProperty("latest")[0].GetProperty("error").GetString());
        Assert.Equal(1, (await CallAsync(HttpMethod.Get, Hook + "/deliveries?subject=hooked", 200)).GetProperty("deliveries").GetArrayLength());
        Assert.Equal(0, (await CallAsync(HttpMethod.Get, Hook + "/deliveries?subject=nobody", 200)).GetProperty("deliveries").GetArrayLength());
        string one = $"{Hook}/deliveries/{delivery.GetProperty("id").GetString()}";
        await CallAsync(HttpMethod.Get, one, 200);
        await CallAsync(HttpMethod.Post, one + "/resend?reason=tested", 202);
        await CallAsync(HttpMethod.Put, Hook, 200, new { url = "https://localhost:1/notices", enabled = false });
        await CallAsync(HttpMethod.Post, one + "/resend", 409);
        await CallAsync(HttpMethod.Get, Hook + "/deliveries/none", 404);
        await CallAsync(HttpMethod.Post, Hook + "/deliveries/none/resend", 404);
        await CallAsync(HttpMethod.Get, Hook + "/deliveries?status=lost", 400);
        await CallAsync(HttpMethod.Get, "/v1/webhooks/none/deliveries", 404);
        JsonElement[] audit = [.. (await live.JsonAsync("gateway", "/v1/audit?kind=webhook", LiveSystem.OperatorToken)).GetProperty("entries").EnumerateArray()];
        Assert.Equal(["change", "resend", "rotate", "rotate", "change", "make"], audit.Select(entry => entry.GetProperty("action").GetString()));
        Assert.All(audit, entry => Assert.DoesNotContain("whsec_", entry.GetRawText(), StringComparison.Ordinal));
        await CallAsync(HttpMethod.Delete, Hook + "?reason=tested", 204);
        await CallAsync(HttpMethod.Delete, Hook, 404);

        async Task<JsonElement> CallAsync(HttpMethod method, string path, int status, object? body = null)
        {
            using HttpResponseMessage answer = await documents.CheckAsync(await live.OperateAsync(method, "gateway", path, body));
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {text}");
            return text.Length > 0 ? JsonDocument.Parse(text).RootElement : default;
        }
    }
}
