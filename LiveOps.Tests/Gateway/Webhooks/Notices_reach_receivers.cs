extern alias receivers;

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Contract;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>From an event to a receiver: real events, real HTTP, other people's libraries.</summary>
public sealed class Notices_reach_receivers(Notices_reach_receivers.Fixture fixture) : IClassFixture<Notices_reach_receivers.Fixture>, IAsyncLifetime
{
    private readonly LiveSystem _live = fixture.Live;
    private readonly string _ada = LiveSystem.NewId("ada"), _bob = LiveSystem.NewId("bob"), _game = LiveSystem.NewId("game");
    private Receiver _receiver = null!;

    private const string ViewerToken = "vera may look, and no more";

    public sealed class Fixture : IAsyncLifetime
    {
        public LiveSystem Live { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Live = await LiveSystem.StartAsync(null, ("WEBHOOK_PRIVATE_HOSTS", "localhost,127.0.0.1"), ("Operators:vera:Token", ViewerToken), ("Operators:vera:Role", "viewer"));

        public ValueTask DisposeAsync() => Live.DisposeAsync();
    }

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (JsonElement hook in (await _live.JsonAsync("gateway", "/v1/webhooks", LiveSystem.OperatorToken)).GetProperty("webhooks").EnumerateArray().ToArray())
            (await _live.OperateAsync(HttpMethod.Delete, "gateway", $"/v1/webhooks/{hook.GetProperty("id").GetString()}")).Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Levels_rewards_and_claims_are_told_as_cloud_events_in_order()
    {
        await PutAsync(_game, _receiver);
        await _live.AcceptAsync(_live.Xp(_ada, 2000));
        using HttpResponseMessage claim = await _live.SignedAsync("progression", $"/v1/players/{_ada}/rewards/level:5/claim", Encoding.UTF8.GetBytes($$"""{"playerId":"{{_ada}}","reward":"level:5"}"""));
        string receipt = (await claim.JsonAsync(200)).GetProperty("receipt").GetString()!;

        Received[] got = await _receiver.WaitAsync(3);
        Assert.Equal(["level.reached", "reward.granted", "reward.claimed"], got.Select(one => one.Type));
        Assert.All(got, one => Assert.Equal((_ada, one.Id, "/liveops/progression", "1.0", "application/json"), (one.Subject, one.Event.GetProperty("id").GetString(), one.Event.GetProperty("source").GetString(), one.Event.GetProperty("specversion").GetString(), one.Event.GetProperty("datacontenttype").GetString())));
        Assert.All(got, one => Assert.Equal("application/cloudevents+json", one.Headers["content-type"]));
        Assert.Equal((5, 1, 2000), (got[0].Data.GetProperty("level").GetInt32(), got[0].Data.GetProperty("before").GetInt32(), got[0].Data.GetProperty("xp").GetInt32()));
        Assert.Equal("level:5", got[1].Data.GetProperty("reward").GetString());
        string claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(receipt.Split('.')[1]));
        Assert.Equal(JsonDocument.Parse(claims).RootElement.GetProperty("jti").GetString(), got[2].Data.GetProperty("claimId").GetString());
    }

    [Fact]
    public async Task Only_what_is_wanted_is_told_and_what_happened_before_is_not()
    {
        await _live.AcceptAsync(_live.Xp("before-" + _ada, 2000));
        await _live.EventuallyAsync("progression", $"/v1/players/before-{_ada}", player => player.GetProperty("level").GetInt32() == 5);
        await PutAsync(_game, _receiver, "reward.granted", "player.blocked");
        await _live.AcceptAsync(_live.Xp(_ada, 2000));
        using HttpResponseMessage blocked = await _live.OperateAsync(HttpMethod.Put, "fairness", $"/v1/players/{_ada}/block", new { until = DateTimeOffset.UtcNow.AddHours(1), reason = "a test" });
        Assert.True(blocked.IsSuccessStatusCode);
        Received[] got = await _receiver.WaitAsync(2);
        Assert.Equal([$"player.blocked {_ada}", $"reward.granted {_ada}"], got.Select(one => $"{one.Type} {one.Subject}").Order());
        Assert.Equal("a test", got.Single(one => one.Type == "player.blocked").Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Periods_documents_flags_and_grants_are_told()
    {
        await PutAsync(_game, _receiver, "period.closed", "policy.changed", "player.flagged", "player.granted");
        using (HttpResponseMessage boards = await _live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/boards?reason=why", new { boards = new { arena = new { graceSeconds = 0 } } }, ifMatch: "\"0\""))
            await boards.JsonAsync(200);
        await _live.AcceptAsync(_live.Score(_ada, "arena", 10), _live.Xp(_ada, 1));
        await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily", page => page.GetProperty("total").GetInt32() == 1);
        Assert.Equal(HttpStatusCode.OK, (await _live.OperateAsync(HttpMethod.Post, "leaderboard", "/v1/leaderboards/arena/daily/rollover")).StatusCode);
        using (HttpResponseMessage grant = await _live.OperateAsync(HttpMethod.Post, "progression", $"/v1/players/{_ada}/grants", new { id = "outage-1", reason = "sorry", xp = 5 }))
            await grant.JsonAsync(200);
        await _live.SendAsync(_live.Xp(_bob, 200_000));

        Received[] got = await _receiver.WaitAsync(4);
        Received Of(string type) => got.Single(one => one.Type == type);
        Assert.StartsWith("arena/daily/", Of("period.closed").Subject, StringComparison.Ordinal);
        Assert.Equal((1, false), (Of("period.closed").Data.GetProperty("total").GetInt32(), Of("period.closed").Data.GetProperty("cancelled").GetBoolean()));
        Assert.Equal(("boards", 1, "why"), (Of("policy.changed").Subject, Of("policy.changed").Data.GetProperty("version").GetInt32(), Of("policy.changed").Data.GetProperty("reason").GetString()));
        Assert.Equal((_ada, "outage-1", 5), (Of("player.granted").Subject, Of("player.granted").Data.GetProperty("id").GetString(), Of("player.granted").Data.GetProperty("xp").GetInt32()));
        Assert.Equal(_bob, Of("player.flagged").Subject);
    }

    [Fact]
    public async Task Libraries_of_Standard_Webhooks_verify_them_with_either_secret_while_they_rotate()
    {
        string older = (await PutAsync(_game, _receiver, "level.reached")).GetProperty("secret").GetString()!;
        JsonElement rotated = await (await _live.OperateAsync(HttpMethod.Post, "gateway", $"/v1/webhooks/{_game}/rotate")).JsonAsync(200);
        string newer = rotated.GetProperty("secret").GetString()!;
        Assert.Equal(2, rotated.GetProperty("secrets").GetArrayLength());
        JsonElement noted = (await _live.JsonAsync("gateway", "/v1/audit?kind=rotate", LiveSystem.OperatorToken)).GetProperty("entries")[0];
        Assert.Equal((1, 2), (noted.GetProperty("before").GetProperty("secrets").GetArrayLength(), noted.GetProperty("after").GetProperty("secrets").GetArrayLength()));
        await _live.AcceptAsync(_live.Xp(_ada, 2000));
        Received got = (await _receiver.WaitAsync(1))[0];
        Assert.Equal(2, got.Headers["webhook-signature"].Split(' ').Length);

        // The .NET library reads only the first signature: who has not changed the secret yet still verifies.
        Verify(older, got);
        string headers = JsonSerializer.Serialize(got.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.Ordinal)).ToDictionary());
        foreach (string secret in new[] { older, newer })
        {
            (int exit, string output) = await NodeProgram.RunAsync(NodeProgram.Folder, "verify-webhook.mjs", [], secret, headers, Convert.ToBase64String(got.Body));
            Assert.True(exit == 0, output);
            Assert.Equal($"level.reached {_ada}", output.Trim());
        }

        (int wrong, _) = await NodeProgram.RunAsync(NodeProgram.Folder, "verify-webhook.mjs", [], AnotherSecret(), headers, Convert.ToBase64String(got.Body));
        Assert.NotEqual(0, wrong);

        // Without an overlap the new one alone signs at once.
        string last = (await (await _live.OperateAsync(HttpMethod.Post, "gateway", $"/v1/webhooks/{_game}/rotate", new { overlapSeconds = 0 })).JsonAsync(200)).GetProperty("secret").GetString()!;
        await _live.AcceptAsync(_live.Xp(_bob, 2000));
        Verify(last, (await _receiver.WaitAsync(1, one => one.Subject == _bob))[0]);
    }

    [Fact]
    public async Task A_dead_receiver_keeps_nobody_waiting_and_gets_its_notices_when_it_lives_in_order()
    {
        await using Receiver dead = await Receiver.StartAsync();
        var lives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = new ConcurrentQueue<Received>();
        dead.Answer = async (one, context) =>
        {
            await lives.Task.WaitAsync(context.RequestAborted);
            taken.Enqueue(one);
            return 200;
        };
        await PutAsync("dead", dead, "level.reached");
        await PutAsync("live", _receiver, "level.reached");
        for (int player = 0; player < 20; player++)
            await _live.AcceptAsync(_live.Xp($"p{player}", 500), _live.Xp($"p{player}", 5000));
        Received[] got = await _receiver.WaitAsync(40);
        Assert.Equal(40, got.Length);
        JsonElement held = await _live.JsonAsync("gateway", "/v1/webhooks/dead", LiveSystem.OperatorToken);
        Assert.Equal(40, held.GetProperty("pending").GetInt32());

        lives.SetResult();
        foreach (JsonElement delivery in (await DeliveriesAsync("dead", "?limit=100")).EnumerateArray().ToArray())
            await _live.OperateAsync(HttpMethod.Post, "gateway", $"/v1/webhooks/dead/deliveries/{delivery.GetProperty("id").GetString()}/resend");
        await _live.EventuallyAsync("gateway", "/v1/webhooks/dead", hook => hook.GetProperty("pending").GetInt32() == 0, LiveSystem.OperatorToken);
        // What was taken before it was asked for again by hand comes once more, later.
        Assert.Equal(40, taken.DistinctBy(one => one.Id).Count());
        foreach (IGrouping<string, Received> player in taken.DistinctBy(one => one.Id).GroupBy(one => one.Subject))
            Assert.Equal(player.Select(one => one.Data.GetProperty("level").GetInt32()).Order(), player.Select(one => one.Data.GetProperty("level").GetInt32()));
        JsonElement first = (await DeliveriesAsync("dead")).EnumerateArray().Last();
        Assert.Equal("delivered", first.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Redirects_are_not_followed_long_answers_are_not_read_and_private_hosts_must_be_named()
    {
        await using Receiver other = await Receiver.StartAsync();
        _receiver.Answer = (_, context) =>
        {
            context.Response.Headers.Location = other.Url.ToString();
            return Task.FromResult(307);
        };
        await using Receiver endless = await Receiver.StartAsync();
        endless.Answer = async (_, context) =>
        {
            byte[] much = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(much, context.RequestAborted);
            return 200;
        };
        await PutAsync("redirect", _receiver, "level.reached");
        await PutAsync("endless", endless, "level.reached");
        await _live.AcceptAsync(_live.Xp(_ada, 2000));
        await _live.EventuallyAsync("gateway", "/v1/webhooks/redirect/deliveries", page => Status(page) == 307, LiveSystem.OperatorToken);
        await _live.EventuallyAsync("gateway", "/v1/webhooks/endless/deliveries?status=delivered", page => Status(page) == 200, LiveSystem.OperatorToken);
        Assert.Empty(other.All);

        static int Status(JsonElement page) =>
            page.GetProperty("deliveries").EnumerateArray().SelectMany(one => one.GetProperty("latest").EnumerateArray()).Select(one => one.TryGetProperty("status", out JsonElement status) ? status.GetInt32() : 0).FirstOrDefault();
    }

    [Fact]
    public async Task What_is_in_hand_at_a_restart_is_sent_again_and_nothing_else_is()
    {
        string secret = (await PutAsync(_game, _receiver, "level.reached")).GetProperty("secret").GetString()!;
        await _live.AcceptAsync(_live.Xp(_ada, 2000));
        Received first = (await _receiver.WaitAsync(1))[0];
        await _live.EventuallyAsync("gateway", $"/v1/webhooks/{_game}/deliveries?status=delivered", page => page.GetProperty("deliveries").GetArrayLength() == 1, LiveSystem.OperatorToken);
        _receiver.Answer = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 200;
        };
        await _live.AcceptAsync(_live.Xp(_bob, 2000));
        await _receiver.WaitAsync(2);
        await _live.RestartAsync(() => _receiver.Answer = (_, _) => Task.FromResult(200));
        await _live.EventuallyAsync("gateway", $"/v1/webhooks/{_game}/deliveries?status=delivered", page => page.GetProperty("deliveries").GetArrayLength() == 2, LiveSystem.OperatorToken);
        Received[] all = [.. _receiver.All];
        Assert.Single(all, one => one.Id == first.Id);
        Assert.Equal([_bob], all.Where(one => one.Id != first.Id).Select(one => one.Subject).Distinct());
        Verify(secret, all[^1]);
    }

    [Fact]
    public async Task Who_may_only_look_sees_of_an_address_whose_host_it_is()
    {
        using (HttpResponseMessage made = await _live.OperateAsync(HttpMethod.Put, "gateway", $"/v1/webhooks/{_game}", new { url = _receiver.Localhost + "/token" }))
            await made.JsonAsync(201);
        string host = $"http://localhost:{_receiver.Url.Port}";
        Assert.Equal(host, (await _live.JsonAsync("gateway", $"/v1/webhooks/{_game}", ViewerToken)).GetProperty("url").GetString());
        Assert.Equal(host, (await _live.JsonAsync("gateway", "/v1/webhooks", ViewerToken)).GetProperty("webhooks")[0].GetProperty("url").GetString());
        Assert.Equal(_receiver.Localhost + "/token", (await _live.JsonAsync("gateway", $"/v1/webhooks/{_game}", LiveSystem.OperatorToken)).GetProperty("url").GetString());
    }

    private static string AnotherSecret() => LiveOps.Core.Signing.SigningSecret.Make();

    private static void Verify(string secret, Received got)
    {
        var headers = new HeaderDictionary();
        foreach ((string name, string value) in got.Headers)
            headers[name] = value;
        new receivers::StandardWebhooks.StandardWebhook(secret).Verify(Encoding.UTF8.GetString(got.Body), headers);
    }

    private async Task<JsonElement> DeliveriesAsync(string id, string query = "") =>
        (await _live.JsonAsync("gateway", $"/v1/webhooks/{id}/deliveries{query}", LiveSystem.OperatorToken)).GetProperty("deliveries");

    private async Task<JsonElement> PutAsync(string id, Receiver receiver, params string[] types)
    {
        using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Put, "gateway", $"/v1/webhooks/{id}", new { url = receiver.Localhost, types });
        return await answer.JsonAsync(201);
    }
}
