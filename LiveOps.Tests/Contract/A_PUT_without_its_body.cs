using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>
/// undici's RetryAgent puts nothing when it puts again what fetch sent: a whole PUT with a length of 0 (findings/undici-retry-puts-nothing.sh). Every call that puts a document refuses it, with all else in order,
/// and nothing is changed.
/// </summary>
public sealed class A_PUT_without_its_body(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private const string Hook = "/v1/webhooks/bodies";

    // Its body has a reason, which need not be given, and nothing else: without it the call means the same.
    private const string OfReasons = "leaderboard: /v1/leaderboards/players/{id}/hidden";

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Is_refused_by_every_service_and_changes_nothing()
    {
        using (HttpResponseMessage made = await _live.OperateAsync(HttpMethod.Put, "gateway", Hook, new { url = "https://localhost:1/notices", types = new[] { "level.reached" } }))
            Assert.Equal(201, (int)made.StatusCode);
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        var optional = new List<string>();
        var refused = new List<string>();
        foreach (string service in ServiceDocuments.Services)
        {
            foreach ((string path, _, JsonElement operation) in documents.Operations(service).Where(call => call.Method == "put"))
            {
                if (!operation.GetProperty("requestBody").TryGetProperty("required", out JsonElement required) || !required.GetBoolean())
                {
                    optional.Add($"{service}: {path}");
                    continue;
                }

                foreach (string address in await AddressesAsync(service, path))
                {
                    await RefusesAsync(documents, service, address);
                    refused.Add(address);
                }
            }
        }

        Assert.Equal([OfReasons], optional);
        Assert.Contains(Hook, refused);
        Assert.Contains("/v1/policies/live-events", refused);
        Assert.InRange(refused.Count, 8, int.MaxValue);
    }

    private async Task RefusesAsync(ServiceDocuments documents, string service, string address)
    {
        (string before, string? version) = await ReadAsync(service, address);
        string audit = await AuditAsync(service);
        using HttpResponseMessage answer = await documents.CheckAsync(await _live.OperateAsync(HttpMethod.Put, service, address.StartsWith("/v1/policies/", StringComparison.Ordinal) ? address + "?reason=tested" : address, ifMatch: version));
        JsonElement problem = await answer.JsonAsync(400);
        Assert.Matches("/(malformed-body|invalid-policy)$", problem.GetProperty("type").GetString());
        Assert.Equal((before, version), await ReadAsync(service, address));
        Assert.Equal(audit, await AuditAsync(service));
    }

    // What stands at an address that is put to, or beside it.
    private async Task<(string Body, string? Version)> ReadAsync(string service, string address)
    {
        using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Get, service, address.Replace("/block", "/standing", StringComparison.Ordinal));
        Assert.Equal(200, (int)answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.ETag?.ToString());
    }

    private async Task<string> AuditAsync(string service)
    {
        using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Get, service, "/v1/audit");
        return (await answer.JsonAsync(200)).GetRawText();
    }

    private async Task<string[]> AddressesAsync(string service, string path) => path == "/v1/policies/{name}"
        ? [.. (await _live.JsonAsync(service, "/v1/policies", LiveSystem.OperatorToken)).GetProperty("policies").EnumerateArray().Select(policy => "/v1/policies/" + policy.GetProperty("policy").GetString())]
        : [path.Replace("{id}", path.StartsWith("/v1/webhooks/", StringComparison.Ordinal) ? "bodies" : "ada", StringComparison.Ordinal)];
}
