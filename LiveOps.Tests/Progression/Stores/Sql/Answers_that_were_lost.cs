using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>The database commits what was asked for, and its answer never comes: whoever asks again is answered as if it had.</summary>
public sealed class Answers_that_were_lost
{
    private const string Reward = "first-kill:dragon", Claim = "claim_requests", Erasure = "INTO erasures";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Events_count_once(SqlKind kind)
    {
        (SqlTestStore store, LossyLine line) = await StartAsync(kind);
        await using (line)
        {
            await using ProgressionHost host = await ProgressionHost.StartAsync(store);
            _ = line.LoseNext("INTO applied_events");
            await host.PublishAsync(TestEvent.Xp("ann", 5));
            Assert.Equal((1, 5), (line.Lost, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt32()));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_claim_is_answered_with_the_receipt_that_stands(SqlKind kind)
    {
        (SqlTestStore store, LossyLine line) = await StartAsync(kind);
        await using (line)
        {
            await using ProgressionHost host = await ProgressionHost.StartAsync(store);
            await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
            _ = line.LoseNext(Claim);
            string first = Receipt(await host.ClaimAsync("ann", Reward, "w1"));
            Assert.Equal(1, line.Lost);
            Assert.Contains("receipts_issued_total 1\n", await host.MetricsAsync(), StringComparison.Ordinal);
            Assert.Equal(first, Receipt(await host.ClaimAsync("ann", Reward, "w1")));
            Assert.Equal(first, Receipt(await host.ClaimAsync("ann", Reward, "w2")));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_claim_that_was_refused_though_it_stands_is_answered_so_under_its_id_and_any_other(SqlKind kind)
    {
        (SqlTestStore store, LossyLine line) = await StartAsync(kind);
        await using (line)
        {
            await using ProgressionHost host = await ProgressionHost.StartAsync(store);
            await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ann", "wolf"));
            _ = line.LoseNext(Claim, LossyLine.Afterwards.Die);
            Assert.Equal(503, (await host.ClaimAsync("ann", Reward, "w1")).Status);
            line.Mend();
            string again = Receipt(await AnsweredAsync(() => host.ClaimAsync("ann", Reward, "w1")));
            Assert.Equal(again, Receipt(await host.ClaimAsync("ann", Reward, "w2")));
            Assert.Equal(422, (await host.ClaimAsync("ann", "first-kill:wolf", "w1")).Status); // it is bound to the first
            Assert.Equal(1, await store.Database.CountAsync("SELECT count(*) FROM rewards WHERE claim_id IS NOT NULL"));
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task An_erasure_is_done_once_and_takes_nothing_of_who_begins_anew(SqlKind kind)
    {
        (SqlTestStore store, LossyLine line) = await StartAsync(kind);
        await using (line)
        {
            // The other replica has a line of its own, on which nothing is lost; what comes on the bus comes to it.
            await using ProgressionHost host = await ProgressionHost.StartAsync(store);
            await using ProgressionHost other = await ProgressionHost.StartAsync(
                store, ("ConnectionStrings:progression", store.Database.Server.ConnectionString(store.Database.Name)));
            await other.PublishAsync(TestEvent.Xp("ann", 5));

            Task lost = line.LoseNext(Erasure, LossyLine.Afterwards.Wait);
            Task<(int Status, JsonElement Body)> erasing = host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);
            await lost.WaitAsync(Patience.Whole, TestContext.Current.CancellationToken);
            await other.Services.GetRequiredService<IBusConsumer>().ApplyAsync([TestEvent.Batch(TestEvent.Start + TimeSpan.TicksPerMinute, TestEvent.Xp("ann", 7))], TestContext.Current.CancellationToken);
            line.Mend();

            Assert.Equal(204, (await erasing).Status);
            Assert.Equal(7, (await other.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt32());
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task An_erasure_that_was_refused_though_it_is_done_may_be_sent_again(SqlKind kind)
    {
        (SqlTestStore store, LossyLine line) = await StartAsync(kind);
        await using (line)
        {
            await using ProgressionHost host = await ProgressionHost.StartAsync(store);
            await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
            _ = line.LoseNext(Erasure, LossyLine.Afterwards.Die);
            Assert.Equal(503, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
            line.Mend();
            Assert.Equal(204, (await AnsweredAsync(() => host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken))).Status);
            Assert.Equal(404, (await host.GetAsync("/v1/players/ann")).Status);
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_version_of_the_rules_is_made_once_and_noted_once(SqlKind kind)
    {
        (SqlTestStore store, LossyLine line) = await StartAsync(kind);
        await using (line)
        {
            await using ProgressionHost host = await ProgressionHost.StartAsync(TimeProvider.System, store);
            var document = new Documents_over_HTTP.DocumentCalls(host.Client, "progression", ProgressionHost.OperatorToken);
            _ = line.LoseNext("INTO policy_versions");
            Assert.Equal(200, (await document.PutAsync(Documents_over_HTTP.Changed("progression", 1), "\"0\"", "lost")).Status);
            Assert.Equal(1, line.Lost);
            Assert.Equal(1, (await document.GetAsync("/versions")).Json.GetProperty("versions").GetArrayLength());
            JsonElement entry = Assert.Single((await host.GetAsync("/v1/audit", ProgressionHost.OperatorToken)).Body.GetProperty("entries").EnumerateArray());
            Assert.Equal(("change", 1, "lost"), (entry.GetProperty("action").GetString(), entry.GetProperty("version").GetInt32(), entry.GetProperty("reason").GetString()));
        }
    }

    private static async Task<(SqlTestStore Store, LossyLine Line)> StartAsync(SqlKind kind)
    {
        (SqlTestDatabase database, LossyLine line) = await LossyLine.ToAsync(await SqlServer.SharedAsync(kind));
        return (await SqlTestStore.CreateAsync(database), line);
    }

    // While the circuit breaker is open it goes on being refused.
    private static async Task<(int Status, JsonElement Body)> AnsweredAsync(Func<Task<(int Status, JsonElement Body)>> ask)
    {
        for (var patience = new Patience(); ;)
        {
            (int Status, JsonElement Body) answer = await ask();
            if (answer.Status != 503)
                return answer;
            Assert.False(patience.IsOver, "it is refused for ever");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static string Receipt((int Status, JsonElement Body) answer)
    {
        Assert.Equal(200, answer.Status);
        return answer.Body.GetProperty("receipt").GetString()!;
    }
}
