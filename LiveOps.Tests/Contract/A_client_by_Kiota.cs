using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveOps.Tests.Harness;
using LiveOps.Tests.KiotaClient.Gateway;
using LiveOps.Tests.KiotaClient.Gateway.Models;
using LiveOps.Tests.KiotaClient.Leaderboard;
using LiveOps.Tests.KiotaClient.Progression;
using LiveOps.Tests.KiotaClient.Progression.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;
using BoardPage404Error = LiveOps.Tests.KiotaClient.Leaderboard.Models.BoardPage404Error;
using BoardPage404Error_type = LiveOps.Tests.KiotaClient.Leaderboard.Models.BoardPage404Error_type;
using Body = LiveOps.Tests.KiotaClient.Gateway.V1.Events.EventsRequestBuilder.EventsPostRequestBody;

namespace LiveOps.Tests.Contract;

/// <summary>A client that Kiota generates from the committed documents and the build compiles, against the running system.</summary>
public sealed class A_client_by_Kiota
{
    [Fact]
    public async Task Sends_every_kind_of_event_pages_a_board_claims_a_reward_and_reads_a_problem()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var gateway = new GatewayClient(Adapter(live, "gateway"));
        var leaderboard = new LeaderboardClient(Adapter(live, "leaderboard"));
        var progression = new ProgressionClient(Adapter(live, "progression"));

        int? sent = 0;
        foreach (Event one in Events("ada"))
            sent += (await gateway.V1.Events.PostAsync(new Body { Event = one }))!.AcceptedProp;
        sent += (await gateway.V1.Events.PostAsync(new Body { EventBatch = new EventBatch { Events = [.. Events("grace"), .. Events("margaret")] } }))!.AcceptedProp;
        Assert.Equal(15, sent);

        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt32() == 3);
        var ranked = new List<string>();
        for (int offset = 0; offset < 3; offset++)
        {
            KiotaClient.Leaderboard.Models.BoardPage? page = await leaderboard.V1.Leaderboards["arena"]["all"].GetAsync(call => (call.QueryParameters.Limit, call.QueryParameters.Offset) = (1, offset));
            KiotaClient.Leaderboard.Models.Entry entry = Assert.Single(page!.Entries!);
            ranked.Add($"{entry.Rank} {entry.PlayerId} {entry.Score}");
        }

        Assert.Equal(["1 margaret 8", "2 grace 5", "3 ada 3"], ranked);

        await live.EventuallyAsync("progression", "/v1/players/ada/rewards", rewards => rewards.GetProperty("rewards").GetArrayLength() > 0);
        Reward granted = (await progression.V1.Players["ada"].Rewards.GetAsync())!.RewardsProp![0];
        Assert.Equal(("first-kill:dragon", Reward_status.Claimable), (granted.RewardProp, granted.Status));
        ClaimAnswer? claimed = await progression.V1.Players["ada"].Rewards[granted.RewardProp!].Claim.PostAsync(new ClaimRequest { PlayerId = "ada", Reward = granted.RewardProp });
        Assert.True((await progression.V1.Receipts.Verify.PostAsync(new VerifyRequest { Receipt = claimed!.Receipt }))!.Valid);

        var problem = await Assert.ThrowsAsync<BoardPage404Error>(() => leaderboard.V1.Leaderboards["nowhere"]["daily"].GetAsync());
        Assert.Equal((404, BoardPage404Error_type.HttpsLiveopsDevProblemsUnknownBoard), (problem.ResponseStatusCode, problem.Type));
        Assert.StartsWith("Nobody has scored on a board nowhere", problem.Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<Event> Events(string player)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        yield return new Event { XpGainedEvent = new XpGainedEvent { Id = Id(), PlayerId = player, Type = XpGainedEvent_type.Xp_gained, OccurredAt = now, Data = new XpGainedEvent_data { Amount = 250 } } };
        yield return new Event { BossKilledEvent = new BossKilledEvent { Id = Id(), PlayerId = player, Type = BossKilledEvent_type.Boss_killed, OccurredAt = now, Data = new BossKilledEvent_data { BossId = "dragon" } } };
        yield return new Event { ItemAcquiredEvent = new ItemAcquiredEvent { Id = Id(), PlayerId = player, Type = ItemAcquiredEvent_type.Item_acquired, OccurredAt = now, Data = new ItemAcquiredEvent_data { ItemId = "sword", Quantity = 2 } } };
        yield return new Event { ScoreSubmittedEvent = new ScoreSubmittedEvent { Id = Id(), PlayerId = player, Type = ScoreSubmittedEvent_type.Score_submitted, OccurredAt = now, Data = new ScoreSubmittedEvent_data { Board = "arena", Score = player.Length } } };
        yield return new Event { CounterAddedEvent = new CounterAddedEvent { Id = Id(), PlayerId = player, Type = CounterAddedEvent_type.Counter_added, OccurredAt = now, Data = new CounterAddedEvent_data { Counter = "races", Amount = 1 } } };

        static string Id() => Guid.NewGuid().ToString("N");
    }

    // Kiota retries what is passing by itself, and then throws another exception than the described one.
    private static HttpClientRequestAdapter Adapter(LiveSystem live, string service) => new(
        new AnonymousAuthenticationProvider(),
        httpClient: KiotaClientFactory.Create(new Signing { InnerHandler = new HttpClientHandler() }, [new RetryHandlerOption { MaxRetry = 0 }]))
    {
        BaseUrl = live.Url(service, "/").ToString().TrimEnd('/'),
    };

    // The signature is over the bytes as they go out, so it is made where they are.
    private sealed class Signing : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                string id = Guid.NewGuid().ToString("N"), timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                byte[] body = await content.ReadAsByteArrayAsync(cancellationToken);
                byte[] said = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
                request.Headers.Add("webhook-id", id);
                request.Headers.Add("webhook-timestamp", timestamp);
                request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(LiveSystem.Secret), said)));
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
