using System.Text;
using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Progression.Stores.Sql;

public sealed class A_cache_before_the_database
{
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task What_stands_is_answered_without_asking_until_it_changes(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        ProgressCache cache = host.Services.GetRequiredService<ProgressCache>();

        Assert.Equal("{1}", await GetAsync(cache, "{1}"));
        Assert.Equal("{1}", await GetAsync(cache, "{2}"));
        await cache.ForgetAsync("ann");
        Assert.Equal("{2}", await GetAsync(cache, "{2}"));
        Assert.Null(await cache.GetAsync("nobody", () => Task.FromResult<byte[]?>(null)));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_reader_who_read_before_a_commit_and_answers_after_it_does_not_bring_the_old_back(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        ProgressCache cache = host.Services.GetRequiredService<ProgressCache>();

        // It has read; then a commit, and another reader after it.
        byte[]? late = await cache.GetAsync("ann", async () =>
        {
            await cache.ForgetAsync("ann");
            Assert.Equal("{new}", await GetAsync(cache, "{new}"));
            return "{old}"u8.ToArray();
        });

        Assert.Equal("{old}", Encoding.ASCII.GetString(late!));
        Assert.Equal("{new}", await GetAsync(cache, "{asked again}"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Events_and_erasures_show_at_once_also_where_progress_was_read_before(SqlKind kind)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(kind));
        for (int xp = 1; xp <= 3; xp++)
        {
            await host.PublishAsync(TestEvent.Xp("ann", 1));
            for (int reads = 0; reads < 2; reads++)
                Assert.Equal(xp, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt32());
        }

        await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);
        Assert.Equal(404, (await host.GetAsync("/v1/players/ann")).Status);
        Assert.Contains("store_operation_duration_seconds_count{store=\"sql\",operation=\"read_player\"} 4\n", await host.MetricsAsync(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Without_Redis_everything_is_as_right_and_without_SQL_it_is_503(SqlKind kind)
    {
        await using SqlServer server = await SqlServer.StartAsync(kind);
        await using RedisServer redis = RedisServer.Prepare();
        SqlTestStore store = await SqlTestStore.CreateAsync(server, redis.Url);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store, ("REDIS_CONNECT_TIMEOUT_MS", "1000")); // nobody is there: it waits for all of it
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        Assert.Equal(200, (await host.GetAsync("/v1/players/ann")).Status);
        Assert.Equal(200, (await host.ClaimAsync("ann", "first-kill:dragon")).Status);

        await server.KillAsync();

        Assert.Equal(503, (await host.GetAsync("/v1/players/ann")).Status);
        Assert.Equal(503, (await host.GetAsync("/v1/players/ann/rewards")).Status);
        Assert.Equal(503, (await host.ClaimAsync("ann", "first-kill:dragon")).Status);
        Assert.Equal(503, (await host.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken)).Status);
        Assert.Equal(200, (await host.GetAsync("/healthz")).Status);
        (int status, System.Text.Json.JsonElement readiness) = await host.GetAsync("/readyz");
        Assert.Equal((503, true), (status, readiness.GetRawText().Contains("the database cannot be reached", StringComparison.Ordinal)));
    }

    private static async Task<string> GetAsync(ProgressCache cache, string inDatabase) =>
        Encoding.ASCII.GetString((await cache.GetAsync("ann", () => Task.FromResult<byte[]?>(Encoding.ASCII.GetBytes(inDatabase))))!);
}
