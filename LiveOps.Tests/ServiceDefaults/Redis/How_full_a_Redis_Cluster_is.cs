using System.Globalization;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.ServiceDefaults.Redis;

/// <summary>A node that is full refuses what is written to its slots, however much room the others have.</summary>
public sealed class How_full_a_Redis_Cluster_is
{
    private const string Metric = "store_memory_used_ratio{store=\"redis\"} ";

    [Fact]
    public async Task The_fullest_of_its_primaries_is_told_whichever_it_is()
    {
        RedisServer[] nodes = await RedisServer.StartClusterOfAsync(3);
        try
        {
            foreach (RedisServer fullest in nodes)
            {
                foreach (RedisServer node in nodes)
                    await node.CommandAsync("CONFIG", "SET", "maxmemory", node == fullest ? "4mb" : "400mb"); // Redis alone takes more than one
                await using DefaultsHost host = await DefaultsHost.StartAsync(null, builder =>
                {
                    builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", nodes[0].Url)]);
                    builder.AddRedis();
                });
                string? line = (await host.GetAsync("/metrics")).Split('\n').SingleOrDefault(one => one.StartsWith(Metric, StringComparison.Ordinal));
                Assert.InRange(double.Parse(line?[Metric.Length..] ?? "0", CultureInfo.InvariantCulture), 0.2, 2);
            }
        }
        finally
        {
            foreach (RedisServer node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Of_what_primaries_say_the_worst_counts()
    {
        RedisServer[] nodes = await RedisServer.StartClusterOfAsync(2);
        try
        {
            await nodes[1].CommandAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            await nodes[1].CommandAsync("CONFIG", "SET", "appendfsync", "everysec");
            await using DefaultsHost host = await DefaultsHost.StartAsync(null, builder =>
            {
                builder.Configuration.AddInMemoryCollection([.. SlowMachine.Configuration, new("REDIS_URL", nodes[0].Url)]);
                builder.AddRedis();
            });
            ServerFacts facts = await ServerFacts.AskAsync((RedisStore)host.Services.GetService(typeof(RedisStore))!, "info");
            Assert.Equal(("allkeys-lru", true, "everysec", null), (facts.Eviction, facts.WritesAll, facts.Fsync, facts.MemoryUsed));
        }
        finally
        {
            foreach (RedisServer node in nodes)
                await node.DisposeAsync();
        }
    }
}
