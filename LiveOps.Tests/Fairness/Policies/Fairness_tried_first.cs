using System.Net;
using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using LiveOps.Tests.Fairness.Endpoints;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard.Policies;
using Microsoft.Extensions.DependencyInjection;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Fairness.Policies;

/// <summary>A dry run of Fairness on what was truly accepted: the same answer from the journal and from Redis Streams.</summary>
public abstract class Fairness_tried_first
{
    private const string Document = """
        {"rates":{"perSecond":50,"burst":20},"throttledRates":{"perSecond":10,"burst":20},
         "rules":[{"id":"xp","kind":"bounds","type":"xp_gained","max":10000,"then":"reject"}],
         "escalation":[{"flags":1,"within":600,"then":"block","for":900}],"forgetting":{"days":30,"players":5000000}}
        """;

    private protected abstract Task AcceptAsync(params string[] events);

    private protected abstract DocumentCalls Calls { get; }

    private protected abstract string Event(string type, string player, object data);

    [Fact]
    public async Task It_says_who_would_have_been_throttled_rejected_flagged_and_blocked_and_who_no_longer()
    {
        await AcceptAsync([.. Enumerable.Range(0, 60).Select(_ => Xp("flood", 1)), Xp("cheat", 50_000), Xp("cheat", 5), Xp("calm", 10)]);
        for (int i = 0; i < 10; i++)
            await AcceptAsync(Event("score_submitted", "jump", new { board = "arena", score = 100 + i }));
        await AcceptAsync(Event("score_submitted", "jump", new { board = "arena", score = 5000 }));
        string before = (await Calls.GetAsync("")).Body;

        Answer answer = await Calls.SendAsync(HttpMethod.Post, "/dry-run", Document);
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(
            [
                "blocked +1 -0 =0: cheat - > blocked", "flagged +1 -1 =0: cheat - > xp, jump score-jump > -", "rejected +1 -0 =0: cheat - > rejected", "throttled +1 -0 =0: flood - > throttled",
            ],
            Boards_tried_first.Lines(answer.Json).Select(line => line));
        JsonElement looked = answer.Json.GetProperty("looked");
        Assert.Equal((4, 74), (looked.GetProperty("players").GetInt32(), looked.GetProperty("events").GetInt32()));
        Assert.True(looked.GetProperty("from").GetDateTime() <= looked.GetProperty("to").GetDateTime());
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("cutShort").ValueKind);
        Assert.Equal(["flagged +0 -0 =1: "], Boards_tried_first.Lines((await Calls.SendAsync(HttpMethod.Post, "/dry-run", before)).Json));
        Assert.Equal(before, (await Calls.GetAsync("")).Body);
    }

    private string Xp(string player, long amount) => Event("xp_gained", player, new { amount });
}

/// <summary>Embedded.</summary>
public sealed class Fairness_tried_on_the_journal : Fairness_tried_first, IAsyncLifetime
{
    private LiveSystem _live = null!;

    private protected override DocumentCalls Calls => new(_live, "fairness", "fairness");

    public async ValueTask InitializeAsync() => _live = await LiveSystem.StartAsync();

    public ValueTask DisposeAsync() => _live.DisposeAsync();

    [Fact]
    public async Task It_holds_no_more_players_than_it_may_and_says_so()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(settings: ("DRY_RUN_PLAYERS", "2"));
        await live.AcceptAsync(live.Xp("ann", 1), live.Xp("bob", 1), live.Xp("cid", 1), live.Xp("ann", 2));
        JsonElement tried = (await new DocumentCalls(live, "fairness", "fairness").SendAsync(HttpMethod.Post, "/dry-run", """{"rates":{"perSecond":50,"burst":1},"throttledRates":{"perSecond":10,"burst":1},"rules":[],"escalation":[],"forgetting":{"days":30,"players":5000000}}""")).Json;
        Assert.Equal("players", tried.GetProperty("cutShort").GetString());
        Assert.Equal((2, 3), (tried.GetProperty("looked").GetProperty("players").GetInt32(), tried.GetProperty("looked").GetProperty("events").GetInt32()));
        Assert.Equal(["throttled +1 -0 =0: ann - > throttled"], Boards_tried_first.Lines(tried));
    }

    [Fact]
    public async Task While_one_is_tried_another_is_told_when_to_ask_again()
    {
        DryRunTurn turn = _live.Services("fairness").GetRequiredService<DryRunTurn>();
        byte[] document = Encoding.UTF8.GetBytes((await Calls.GetAsync("")).Body);
        Assert.Equal(0, turn.TryBegin());
        using (HttpResponseMessage busy = await _live.OperateBytesAsync(HttpMethod.Post, "fairness", "/v1/policies/fairness/dry-run", document))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, busy.StatusCode);
            Assert.Contains("problems/dry-run-in-progress", await busy.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.InRange(busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        }

        turn.End();
        using HttpResponseMessage tried = await _live.OperateBytesAsync(HttpMethod.Post, "fairness", "/v1/policies/fairness/dry-run", document);
        Assert.Equal(HttpStatusCode.OK, tried.StatusCode);
    }

    private protected override Task AcceptAsync(params string[] events) => _live.AcceptAsync(events);

    private protected override string Event(string type, string player, object data) => _live.Event(type, player, data);
}

/// <summary>In a cluster on Redis Streams, once all have had the events, and without any.</summary>
public sealed class Fairness_tried_on_Redis_Streams : Fairness_tried_first, IAsyncLifetime
{
    private readonly ApartSystem _apart = new();

    private protected override DocumentCalls Calls => CallsOf(_apart);

    public ValueTask InitializeAsync() => _apart.InitializeAsync();

    public ValueTask DisposeAsync() => _apart.DisposeAsync();

    [Fact]
    public async Task A_bus_without_a_history_is_told_as_such()
    {
        await using var apart = new Apart(new ApartSystem(("BUS_HISTORY_MEGABYTES", "0")));
        await apart.System.InitializeAsync();
        Answer answer = await CallsOf(apart.System).SendAsync(HttpMethod.Post, "/dry-run", await DefaultAsync(apart.System));
        Assert.Equal("409 no-history", answer.Problem);

        static async Task<string> DefaultAsync(ApartSystem system) => (await CallsOf(system).GetAsync("")).Body;
    }

    private protected override async Task AcceptAsync(params string[] events) => Assert.Equal(202, (int)(await _apart.SendAsync(events)).Status);

    private protected override string Event(string type, string player, object data) => _apart.Event(type, player, data);

    private static DocumentCalls CallsOf(ApartSystem system) => new(
        request => new HttpClient().SendAsync(request), path => system.Fairness("/v1/policies/fairness" + path), LiveSystem.OperatorToken);

    private sealed class Apart(ApartSystem system) : IAsyncDisposable
    {
        public ApartSystem System { get; } = system;

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}
