using LiveOps.ServiceDefaults.Redis;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.ServiceDefaults.Redis;

/// <summary>Each primary of a Redis may fall back alone.</summary>
public sealed class Lives_of_servers
{
    [Fact]
    public async Task Each_primary_has_one_that_ends_with_its_process_and_whoever_is_away_is_not_another()
    {
        RedisServer[] nodes = await RedisServer.StartClusterOfAsync(2);
        try
        {
            await using DefaultsHost host = await DefaultsHost.StartAsync(null, builder =>
            {
                builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", nodes[0].Url)]);
                builder.AddRedis();
            });
            var store = (RedisStore)host.Services.GetService(typeof(RedisStore))!;
            string then = await LivesAsync(store, lives => lives.Split(' ').Length == 2);
            Assert.True(ServerLives.Cover(then, await LivesAsync(store, lives => lives.Split(' ').Length == 2)));

            await nodes[1].KillAsync();
            string alone = await LivesAsync(store, lives => lives.Split(' ').Length == 1);
            Assert.True(ServerLives.Cover(then, alone));
            await nodes[1].RestartAsync();
            string now = await LivesAsync(store, lives => lives.Split(' ').Length == 2);
            Assert.False(ServerLives.Cover(then, now));
            Assert.False(ServerLives.Cover(alone, now));
            Assert.False(ServerLives.Cover("", now));
        }
        finally
        {
            foreach (RedisServer node in nodes)
                await node.DisposeAsync();
        }
    }

    private static async Task<string> LivesAsync(RedisStore store, Predicate<string> isSo)
    {
        for (var patience = new Patience(); ; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            string lives = (await Eventually.Async(() => ServerLives.AskAsync(store)))!;
            if (isSo(lives))
                return lives;
            Assert.False(patience.IsOver, lives);
        }
    }
}
