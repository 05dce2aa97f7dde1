using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>A member that a call's body does not have is refused, and the documents say so; but where it is passed over.</summary>
public sealed class Bodies_take_no_more_than_they_say(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private const string Member = "nobody-asked";

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_body_is_closed_in_the_document_and_refuses_another_member_but_that_of_a_receipt()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        int named = 0;
        foreach (string service in ServiceDocuments.Services)
        {
            foreach ((string path, string method, JsonElement operation) in documents.Operations(service))
            {
                if (!operation.TryGetProperty("requestBody", out JsonElement body) || !body.GetProperty("content").TryGetProperty("application/json", out JsonElement json))
                    continue;
                JsonElement schema = ServiceDocuments.Resolve(documents[service], json.GetProperty("schema"));
                if (!schema.TryGetProperty("properties", out _))
                    continue; // a document, or events
                string call = $"{service}: {method} {path}";
                bool isClosed = schema.TryGetProperty("additionalProperties", out JsonElement more) && more.ValueKind == JsonValueKind.False;
                Assert.True(isClosed == (path != "/v1/receipts/verify"), $"{call} {(isClosed ? "is closed" : "is open")}");
                if (!isClosed)
                    continue;
                using HttpResponseMessage answer = await SendAsync(service, path, method, operation);
                string said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{call} answers {(int)answer.StatusCode}: {said}");
                named += said.Contains(Member, StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.InRange(named, 10, int.MaxValue); // others ask for something else first
        byte[] receipt = Encoding.UTF8.GetBytes($$"""{"receipt":"a.b.c","{{Member}}":1}""");
        using HttpResponseMessage verified = await _live.OperateBytesAsync(HttpMethod.Post, "progression", "/v1/receipts/verify", receipt);
        Assert.False((await verified.JsonAsync(200)).GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task An_event_of_another_player_in_a_batch_is_refused_as_the_document_says()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        byte[] until = JsonSerializer.SerializeToUtf8Bytes(new { expiresAt = DateTimeOffset.UtcNow.AddHours(1) });
        using HttpResponseMessage made = await _live.SignedAsync("gateway", "/v1/players/ada/keys", until);
        JsonElement key = await made.JsonAsync(200);
        byte[] batch = Encoding.UTF8.GetBytes($$"""{"events":[{{_live.Xp("ada", 1)}},{{_live.Xp("bob", 1)}}]}""");
        using HttpResponseMessage answer = await documents.CheckAsync(
            await _live.SignedAsync("gateway", "/v1/events", batch, secret: key.GetProperty("secret").GetString()!, key: key.GetProperty("key").GetString()));
        JsonElement refused = Assert.Single((await answer.JsonAsync(202)).GetProperty("rejected").EnumerateArray());
        Assert.EndsWith("/not-your-player", refused.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SendAsync(string service, string path, string method, JsonElement operation)
    {
        path = path.Replace("{window}", "daily", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        byte[] body = Encoding.UTF8.GetBytes($$"""{"{{Member}}":1}""");
        bool isSigned = operation.GetProperty("security").EnumerateArray().SelectMany(scheme => scheme.EnumerateObject()).Any(scheme => scheme.Name == "signature");
        return isSigned ? _live.SignedAsync(service, path, body) : _live.OperateBytesAsync(new HttpMethod(method.ToUpperInvariant()), service, path, body);
    }
}
