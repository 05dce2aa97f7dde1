using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Tests.Progression.Stores.Sql;

public sealed class Servers_with_settings_of_their_own
{
    [Theory]
    [InlineData(SqlKind.MySql,
        "--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,NO_AUTO_VALUE_ON_ZERO", "--default-time-zone=+09:00", "--transaction-isolation=SERIALIZABLE",
        "--character-set-server=latin1", "--collation-server=latin1_german2_ci", "--default-storage-engine=MyISAM", "--autocommit=1")]
    [InlineData(SqlKind.Postgres,
        "-c", "timezone=Asia/Seoul", "-c", "default_transaction_isolation=serializable", "-c", "standard_conforming_strings=off", "-c", "bytea_output=escape",
        "-c", "default_transaction_deferrable=on")]
    public async Task Are_no_other_to_a_service(SqlKind kind, params string[] arguments)
    {
        await using SqlServer server = await SqlServer.StartAsync(kind);
        await server.KillAsync();
        await server.StartAgainAsync(arguments);
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(server, redis.Url));

        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 2));
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("Ann", "lich"));
        await host.DeleteAsync("/v1/players/Ann", ProgressionHost.OperatorToken);
        (int status, System.Text.Json.JsonElement claim) = await host.ClaimAsync("ann", "first-kill:dragon");

        Assert.Equal(200, status);
        Assert.True((await host.VerifyAsync(claim.GetProperty("receipt").GetString()!)).Body.GetProperty("valid").GetBoolean());
        Assert.Equal(404, (await host.GetAsync("/v1/players/Ann")).Status);
        Assert.Equal(2, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("bossKills").GetProperty("dragon").GetInt32());
        Assert.Equal("""{"sword":2}""", (await host.GetAsync("/v1/players/ann")).Body.GetProperty("items").GetRawText());
    }
}
