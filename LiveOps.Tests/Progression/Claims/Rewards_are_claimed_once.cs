using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;

namespace LiveOps.Tests.Progression.Claims;

public sealed class Rewards_are_claimed_once
{
    internal const string Reward = "first-kill:dragon";

    [Theory, Every<ProgressStores>]
    public async Task A_claim_answers_a_receipt_that_our_own_endpoint_verifies(ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);

        (int status, JsonElement claim) = await host.ClaimAsync("ann", Reward);
        string receipt = claim.GetProperty("receipt").GetString()!;
        (int verified, JsonElement verdict) = await host.VerifyAsync(receipt);

        Assert.Equal((200, Reward), (status, claim.GetProperty("reward").GetString()));
        Assert.Equal((200, true), (verified, verdict.GetProperty("valid").GetBoolean()));
        JsonElement claims = verdict.GetProperty("claims");
        Assert.Equal(("liveops", "ann", Reward), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("reward").GetString()));
        Assert.Equal(host.Clock.UtcNow.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.False(verdict.TryGetProperty("reason", out _));
        (_, JsonElement rewards) = await host.GetAsync("/v1/players/ann/rewards");
        Assert.Equal(
            """{"reward":"first-kill:dragon","status":"claimed","grantedAt":"2026-11-20T12:00:00Z","claimedAt":"2026-11-20T12:00:00Z"}""",
            rewards.GetProperty("rewards")[0].GetRawText());
    }

    [Theory, Every<ProgressStores>]
    public async Task Eight_callers_at_once_get_one_receipt(ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);

        (int Status, JsonElement Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.ClaimAsync("ann", Reward)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body.GetProperty("receipt").GetString()).Distinct());
        Assert.Contains("receipts_issued_total 1\n", await host.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory, Every<ProgressStores>]
    public async Task The_receipt_is_the_same_after_a_restart_under_another_secret(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        string first;
        await using (ProgressionHost host = await WithGrantAsync(store))
            first = (await host.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString()!;

        await using ProgressionHost rotated = await ProgressionHost.StartAsync(
            store, ("RECEIPT_SECRET", "another-receipt-secret-of-32-bytes-now"), ("Receipts:Keys:0", ProgressionHost.ReceiptSecret));
        rotated.Clock.UtcNow += TimeSpan.FromDays(400);
        Assert.Equal(first, (await rotated.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString());
        Assert.True((await rotated.VerifyAsync(first)).Body.GetProperty("valid").GetBoolean());
        Assert.Contains(first, (await rotated.GetAsync("/v1/players/ann/export", ProgressionHost.OperatorToken)).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, Every<ProgressStores>]
    public async Task A_receipt_whose_secret_is_gone_is_given_again_but_no_longer_verifies(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        string first;
        await using (ProgressionHost host = await WithGrantAsync(store))
            first = (await host.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString()!;
        await using ProgressionHost rotated = await ProgressionHost.StartAsync(store, ("RECEIPT_SECRET", "another-receipt-secret-of-32-bytes-now"));

        Assert.Equal(first, (await rotated.ClaimAsync("ann", Reward)).Body.GetProperty("receipt").GetString());
        Assert.Equal("""{"valid":false,"reason":"unknown-key"}""", (await rotated.VerifyAsync(first)).Body.GetRawText());
    }

    [Theory]
    [Every<ProgressStores>("ann", "level:5")]
    [Every<ProgressStores>("ann", "no%20reward")]
    [Every<ProgressStores>("nobody", Reward)]
    public async Task What_was_not_granted_is_an_unknown_reward(string player, string reward, ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);

        (int status, JsonElement body) = await host.ClaimAsync(player, reward);

        Assert.Equal((404, "https://liveops.dev/problems/unknown-reward"), (status, body.GetProperty("type").GetString()));
    }

    [Theory, Every<ProgressStores>]
    public async Task A_captured_request_claims_nothing_else(ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);
        await host.PublishAsync(TestEvent.Kill("ben", "dragon"), TestEvent.Kill("ann", "lich"), TestEvent.Kill("cid", "dragon"));
        await host.ClaimAsync("ann", Reward, "msg-1");
        await host.ClaimAsync("ann", "level:50", "msg-2"); // refused, and captured all the same

        foreach ((string player, string reward, string id) in new[] { ("ben", Reward, "msg-1"), ("ann", "first-kill:lich", "msg-1"), ("cid", Reward, "msg-2") })
        {
            (int status, JsonElement body) = await host.ClaimAsync(player, reward, id);
            Assert.Equal((422, "https://liveops.dev/problems/idempotency-key-reused"), (status, body.GetProperty("type").GetString()));
        }

        // Until it is stale anyway; then the id is forgotten.
        host.Clock.UtcNow += TimeSpan.FromMinutes(11);
        await host.ClaimAsync("ann", Reward, "msg-3");
        host.Clock.UtcNow += TimeSpan.FromMinutes(11);
        await host.ClaimAsync("ann", Reward, "msg-4");
        Assert.Equal(200, (await host.ClaimAsync("ben", Reward, "msg-1")).Status);
    }

    [Theory]
    [Every<ProgressStores>("""{"playerId":"ann","reward":"first-kill:dragon"}""", 200, null)]
    [Every<ProgressStores>("""{"playerId":"ann"}""", 200, null)]
    [Every<ProgressStores>("{}", 200, null)]
    [Every<ProgressStores>("""{"playerId":"ben"}""", 400, "invalid-parameter")]
    [Every<ProgressStores>("""{"playerId":"ann","reward":"level:5"}""", 400, "invalid-parameter")]
    [Every<ProgressStores>("""{"id":"e1","playerId":"ann","type":"xp_gained","occurredAt":"2026-11-20T12:00:00Z","data":{"amount":1}}""", 400, "malformed-body")]
    [Every<ProgressStores>("""{"playerId":1}""", 400, "malformed-body")]
    [Every<ProgressStores>("[]", 400, "malformed-body")]
    [Every<ProgressStores>("{} {}", 400, "malformed-body")]
    [Every<ProgressStores>("claim", 400, "malformed-body")]
    public async Task A_body_must_say_what_the_path_says(string body, int expected, string? problem, ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);

        (int status, JsonElement answer) = await host.ClaimAsync("ann", Reward, body: body);

        Assert.Equal(expected, status);
        if (problem is not null)
            Assert.Equal("https://liveops.dev/problems/" + problem, answer.GetProperty("type").GetString());
    }

    [Theory, Every<ProgressStores>]
    public async Task Who_does_not_sign_claims_nothing(ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);
        const string Path = "/v1/players/ann/rewards/first-kill:dragon/claim";
        HttpRequestMessage unknown = host.Signed(Path, "m1"), stale = host.Signed(Path, "m2"), tampered = host.Signed(Path, "m3");
        unknown.Headers.Add(KeyRing.KeyHeader, "nobodys");
        tampered.Content = new StringContent("{}");

        Assert.Equal("missing-signature", await RefusalAsync(host, new HttpRequestMessage(HttpMethod.Post, Path)));
        Assert.Equal("bad-signature", await RefusalAsync(host, host.Signed(Path, "m4", secret: "not-the-secret")));
        Assert.Equal("bad-signature", await RefusalAsync(host, tampered));
        Assert.Equal("unknown-key", await RefusalAsync(host, unknown));
        host.Clock.UtcNow += TimeSpan.FromSeconds(301);
        Assert.Equal("stale-timestamp", await RefusalAsync(host, stale));
        Assert.DoesNotContain("claimed", (await host.GetAsync("/v1/players/ann/rewards")).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, Every<ProgressStores>]
    public async Task Bodies_are_bounded(ProgressStores kind)
    {
        await using ProgressionHost host = await WithGrantAsync(kind);
        string large = new(' ', 4097);

        Assert.Equal(413, (await host.ClaimAsync("ann", Reward, body: large)).Status);
        Assert.Equal(413, (await host.VerifyAsync(large)).Status);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/receipts/verify") { Content = new StringContent(large) };
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal(413, (await host.SendAsync(chunked)).Status);
    }

    [Theory]
    [Every<ProgressStores>("")]
    [Every<ProgressStores>("[]")]
    [Every<ProgressStores>("""{"receipt":5}""")]
    [Every<ProgressStores>("""{"other":"x"}""")]
    public async Task What_holds_no_receipt_is_malformed(string body, ProgressStores kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(kind));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/receipts/verify") { Content = new StringContent(body) };

        (int status, JsonElement answer) = await host.SendAsync(request);

        Assert.Equal((400, "https://liveops.dev/problems/malformed-body"), (status, answer.GetProperty("type").GetString()));
    }

    private static async Task<ProgressionHost> WithGrantAsync(ProgressStores kind) => await WithGrantAsync(await ProgressStore.NewAsync(kind));

    internal static async Task<ProgressionHost> WithGrantAsync(ITestStore store)
    {
        ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        return host;
    }

    private static async Task<string> RefusalAsync(ProgressionHost host, HttpRequestMessage request)
    {
        (int status, JsonElement body) = await host.SendAsync(request);
        Assert.Equal(401, status);
        return body.GetProperty("type").GetString()!["https://liveops.dev/problems/".Length..];
    }
}
