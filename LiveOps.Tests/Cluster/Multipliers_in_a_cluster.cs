using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cluster;

/// <summary>
/// What live events multiply is changed for now, while XP comes in all the time and replicas of Progression are killed or stand still: whatever is answered is so, for every event that is accepted after it.
/// </summary>
[Collection(nameof(Clusters))]
public sealed class Multipliers_in_a_cluster
{
    private const int Batches = 8;

    private static readonly HttpClient Http = new() { Timeout = Patience.Whole };

    private readonly List<int> _spans = []; // by how much XP is multiplied that is accepted between two changes
    private int _inForce = 1;

    /// <summary>What happens around a change.</summary>
    public enum Round
    {
        OneIsKilled,
        OneStandsStill,
        OneIsKilledAndTheOtherStandsStill,
        BothStandStill,
    }

    /// <summary>All of it on one database, and the most of it on the other.</summary>
    public static TheoryData<SqlKind, Round[]> Rounds => new()
    {
        { SqlKind.MySql, [Round.OneIsKilled, Round.OneIsKilled, Round.BothStandStill] },
        { SqlKind.Postgres, [Round.OneIsKilled, Round.OneStandsStill, Round.OneIsKilledAndTheOtherStandsStill, Round.BothStandStill] },
    };

    [Theory, MemberData(nameof(Rounds))]
    public async Task Every_event_counts_by_what_was_answered_whichever_replica_was_killed_or_stood_still_meanwhile(SqlKind kind, Round[] rounds)
    {
        await using ClusterSystem cluster = await ClusterSystem.StartAsync(kind, replicas: 2, ("BUS_CLAIM_AFTER_SECONDS", "1"));
        await using var xp = new ClusterXp(cluster);
        xp.Start();
        await SpanAsync(xp);
        for (int i = 0; i < rounds.Length; i++)
        {
            ServiceProcess one = cluster.Of("progression", i % 2), other = cluster.Of("progression", (i + 1) % 2);
            ServiceProcess[] still = rounds[i] switch
            {
                Round.OneStandsStill => [one],
                Round.OneIsKilledAndTheOtherStandsStill => [other],
                Round.BothStandStill => [one, other],
                _ => [],
            };
            Array.ForEach(still, process => process.Freeze());
            Task<bool?> change = PutAsync(cluster, i);
            if (rounds[i] is Round.OneIsKilled or Round.OneIsKilledAndTheOtherStandsStill)
                await KillAsync(one);
            bool? isDone = await change;
            Array.ForEach(still, process => process.Thaw());
            if (rounds[i] == Round.BothStandStill)
            {
                Assert.NotEqual(true, isDone);
                await SpanAsync(xp); // what they find when they go on is not kept any more
                continue;
            }

            await AnsweredAsync(xp, isDone);
            await one.ReadyAsync();
            for (var patience = new Patience(); isDone != true; await AnsweredAsync(xp, isDone))
            {
                Assert.False(patience.IsOver, "it is never confirmed\n" + cluster.Output);
                isDone = await PutAsync(cluster, i);
            }
        }

        await xp.FinishAsync();
        for (int span = 0; span < _spans.Count; span++)
            await xp.CountsAsync($"p{span}", _spans[span]);
    }

    // At any moment of what comes of the change: before it is said, while it is kept, before it is confirmed, or after.
    private static async Task KillAsync(ServiceProcess process)
    {
        var since = Stopwatch.StartNew();
        for (int moment = Random.Shared.Next(200); since.ElapsedMilliseconds < moment; await Task.Delay(1))
        {
            // its moment is yet to come
        }

        process.Start(); // which kills it
    }

    // Nothing is known of what is accepted while it is not known whether the change was made.
    private async Task AnsweredAsync(ClusterXp xp, bool? isDone)
    {
        if (isDone == true)
            _inForce = 3 - _inForce;
        if (isDone is not null)
            await SpanAsync(xp);
    }

    private Task SpanAsync(ClusterXp xp)
    {
        _spans.Add(_inForce);
        return xp.MoreAsync($"p{_spans.Count - 1}", Batches);
    }

    // Whether it is made, or nothing was changed; null where that is not known.
    private async Task<bool?> PutAsync(ClusterSystem cluster, int replica)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(cluster.Of("leaderboard", replica % 2).Address, "/v1/policies/live-events?reason=by+a+test"))
        {
            Content = new StringContent($$$"""{"liveEvents":[{"id":"more","opensAt":"2026-01-01T00:00:00Z","closesAt":"2036-01-01T00:00:00Z","multipliers":{"xp_gained":{{{3 - _inForce}}}}}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using HttpResponseMessage answer = await Http.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is 200 or 503, $"{(int)answer.StatusCode} {body}");
        return (int)answer.StatusCode == 200 ? true : body.Contains("so nothing was changed", StringComparison.Ordinal) ? false : null;
    }
}
