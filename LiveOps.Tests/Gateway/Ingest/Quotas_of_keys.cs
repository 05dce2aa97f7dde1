using System.Net;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Fairness.Endpoints;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults.Bus;

namespace LiveOps.Tests.Gateway.Ingest;

public sealed class Quotas_of_keys
{
    [Fact]
    public async Task A_key_with_a_quota_is_told_what_is_left_and_refused_beyond_it_until_the_time_is_over()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("Quotas__default", "2/60"));
        foreach (string left in new[] { "\"default\";r=1;t=60", "\"default\";r=0;t=60" })
        {
            using var answer = await live.SendAsync(live.Xp("quota", 1));
            await answer.JsonAsync(202);
            Assert.Equal("\"default\";q=2;w=60", Assert.Single(answer.Headers.GetValues("RateLimit-Policy")));
            Assert.Equal(left, Assert.Single(answer.Headers.GetValues("RateLimit")));
        }

        clock.Advance(TimeSpan.FromSeconds(20));
        using var over = await live.SendAsync(live.Xp("quota", 1));
        await over.ProblemAsync(429, "quota-exceeded");
        Assert.Equal(TimeSpan.FromSeconds(40), over.Headers.RetryAfter?.Delta);
        clock.Advance(TimeSpan.FromSeconds(40));
        using var again = await live.SendAsync(live.Xp("quota", 1));
        await again.JsonAsync(202);
    }

    [Theory]
    [InlineData("Quotas__staging", "1/60", "Quotas__staging is of a signing key that nobody configured; there are default, other.")]
    [InlineData("Quotas__Default", "1/60", "Quotas__Default is of a signing key that nobody configured")] // ids are compared by their letters' case too
    [InlineData("Quotas__default", "1 per minute", "Quotas__default must be requests/seconds")]
    public async Task A_quota_that_would_limit_nobody_stops_the_start(string setting, string value, string why)
    {
        var e = await Assert.ThrowsAsync<SettingException>(() => LiveSystem.StartAsync(null, (setting, value), ("Signing__Keys__other__0", "another secret of the game, 32 bytes and more")));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_of_which_nothing_was_accepted_costs_the_key_nothing()
    {
        var system = new ApartSystem(("Quotas:default", "3/86400"));
        await using (system)
        {
            await system.InitializeAsync();
            await Until.TrueAsync(async () => (await system.SendAsync([system.Xp("ada", 1)])).Status == HttpStatusCode.Accepted, () => "it never gets ready");
            Assert.StartsWith("\"default\";r=2;", system.RateLimit, StringComparison.Ordinal);
            await system.StopFairnessAsync();
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, (await system.SendAsync([system.Xp("ada", 1)])).Status);
                Assert.StartsWith("\"default\";r=2;", system.RateLimit, StringComparison.Ordinal);
            }

            await system.StartFairnessAsync();
            HttpStatusCode status = default;
            await Until.TrueAsync(async () => (status = (await system.SendAsync([system.Xp("ada", 1)])).Status) != HttpStatusCode.ServiceUnavailable, () => "it is refused for ever");
            Assert.Equal(HttpStatusCode.Accepted, status);
            Assert.Equal(HttpStatusCode.Accepted, (await system.SendAsync([system.Xp("ada", 1)])).Status);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await system.SendAsync([system.Xp("ada", 1)])).Status);
        }
    }

    [Fact]
    public async Task A_forged_request_costs_the_key_nothing()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("Quotas__default", "1/3600"));
        using var forged = await live.SignedAsync("gateway", "/v1/events", [1, 2, 3], secret: "not the secret, but as long as one");
        await forged.ProblemAsync(401, "bad-signature");
        Assert.False(forged.Headers.Contains("RateLimit"));
        await live.AcceptAsync(live.Xp("quota", 1));
    }
}
