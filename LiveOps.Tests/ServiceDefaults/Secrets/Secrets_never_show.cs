using System.Net.Http.Headers;
using System.Text;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Secrets;

/// <summary>Canaries stand in every secret setting; whatever the system says, in errors too and at its most talkative, none of them sings.</summary>
public sealed class Secrets_never_show
{
    private const string Canary = "canary";

    private static readonly (string Name, string Value)[] Secrets =
    [
        ("HMAC_SECRET", "canary-hmac-secret-of-32-bytes-or-more"),
        ("RECEIPT_SECRET", "canary-receipt-secret-of-32-bytes-or-more"),
        ("Receipts__Keys__0", "canary-former-receipt-secret-of-32-bytes-or-more"),
        ("OPERATOR_TOKEN", "canary-operator-token"),
        ("Signing__Keys__mobile__0", "canary-mobile-secret-of-32-bytes-or-more"),
        ("ConnectionStrings__redis", "cache:6380,password=canary-redis-password"),
        ("ConnectionStrings__servicebus", "Endpoint=sb://bus/;SharedAccessKeyName=all;SharedAccessKey=canary-bus-key"),
        ("DB_URL", "postgres://user:canary-db-password@db:5432/progression"),
        ("AWS_SECRET_ACCESS_KEY", "canary-aws-key-of-somebody"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=canary-otlp-key"),
    ];

    [Fact]
    public async Task In_logs_metrics_errors_openapi_and_what_is_printed_at_the_end()
    {
        using var folder = new TempFolder();
        // Nothing listens at the collector's address: exporting fails, and is told.
        using LiveProcess live = LiveProcess.Start(
            folder.File("data"), [.. Secrets, ("LOG_LEVEL", "trace"), ("LOG_FORMAT", "json"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]);
        await live.ReadyAsync();
        var said = new StringBuilder();
        using var http = new HttpClient();
        foreach (string service in (string[])["gateway", "fairness", "progression", "leaderboard"])
        {
            foreach (string path in (string[])["healthz", "readyz", "metrics", "openapi/v1.json", "nowhere", "v1/flags", "v1/players/%00/summary"])
                await HearAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(live.Address(service), path)));
        }

        Uri events = new(live.Address("gateway"), "v1/events");
        await HearAsync(Signed(events, "{", "canary-hmac-secret-of-32-bytes-or-more"));
        await HearAsync(Signed(events, """{"events":[]}""", "another-secret-of-at-least-32-bytes-or-so"));
        await HearAsync(Signed(events, """{"id":"e","playerId":"p","type":"xp_gained","occurredAt":"2026-11-20T00:00:00Z","data":{"amount":-1}}""", "canary-hmac-secret-of-32-bytes-or-more"));
        foreach (string token in (string[])["wrong", "canary-operator-token"])
        {
            var request = new HttpRequestMessage(HttpMethod.Put, new Uri(live.Address("fairness"), "v1/players/p/block")) { Content = new StringContent("not json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            await HearAsync(request);
        }

        live.Signal("TERM");
        Assert.Equal(0, await live.ExitAsync());
        Assert.Contains("\"level\":\"debug\"", live.Output); // it did talk
        Assert.DoesNotContain(Canary, said.ToString());
        Assert.DoesNotContain(Canary, live.Output);

        async Task HearAsync(HttpRequestMessage request)
        {
            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            said.AppendLine(answer.ToString()).AppendLine(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("RECEIPT_SECRET", "canary-too-short")]
    [InlineData("HMAC_SECRET", "canary-too-short")]
    [InlineData("HMAC_SECRET", "whsec_canary-no-base64")]
    [InlineData("KEYVAULT_URI", "http://canary-vault")]
    public async Task In_a_start_that_fails(string setting, string value)
    {
        using var folder = new TempFolder();
        using LiveProcess live = LiveProcess.Start(folder.File("data"), (setting, value));

        Assert.Equal(1, await live.ExitAsync());

        Assert.Contains(setting, live.Output);
        Assert.DoesNotContain(Canary, live.Output);
    }

    private static HttpRequestMessage Signed(Uri uri, string body, string secret)
    {
        long at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(bytes) };
        string id = "request-" + bytes.Length;
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, at.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SigningSecret.Parse(secret, "secret"), id, at, bytes));
        return request;
    }
}
