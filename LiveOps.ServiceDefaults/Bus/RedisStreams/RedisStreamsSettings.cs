using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Bus.RedisStreams;

/// <summary>How the bus on Redis Streams works.</summary>
internal sealed record RedisStreamsSettings
{
    private const string DefaultGroups = "fairness,leaderboard,progression";

    /// <summary>Where it is.</summary>
    public required RedisSettings Redis { get; init; }

    /// <summary>How many streams share the load.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>The consumers for whom messages are kept, whether they are there or not.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>How often applying a message may fail before it is set aside.</summary>
    public int MaxDeliveries { get; init; } = 10;

    /// <summary>After how long without a sign of life what a replica was given goes to another.</summary>
    public TimeSpan ClaimAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of messages a partition keeps for its slowest consumer.</summary>
    public long MaxBacklogBytes { get; init; } = 1L << 30;

    /// <summary>How many bytes of messages that all have had a partition keeps, for who looks back.</summary>
    public long HistoryBytes { get; init; }

    /// <summary>Whether publishing is refused where a crash of Redis could lose what was published.</summary>
    public bool RequireDurable { get; init; }

    /// <summary>From the configuration.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static RedisStreamsSettings Read(IConfiguration configuration)
    {
        int partitions = configuration.GetWhole("BUS_PARTITIONS", fallback: 1, min: 1, max: 256);
        return new RedisStreamsSettings
        {
            Redis = RedisSettings.Read(configuration, "BUS_REDIS_URL", "bus") ?? RedisSettings.Read(configuration, "REDIS_URL", "redis")
                ?? throw new SettingException("BUS_REDIS_URL or REDIS_URL, or ConnectionStrings__bus or ConnectionStrings__redis, must say where the bus's Redis is."),
            Partitions = partitions,
            Groups = (configuration["BUS_GROUPS"] is { Length: > 0 } groups ? groups : DefaultGroups)
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            MaxDeliveries = configuration.GetWhole("BUS_MAX_DELIVERIES", fallback: 10, min: 1, max: 1000),
            ClaimAfter = TimeSpan.FromSeconds(configuration.GetWhole("BUS_CLAIM_AFTER_SECONDS", fallback: 30, min: 1, max: 3600)),
            MaxBacklogBytes = ((long)configuration.GetWhole("BUS_BACKLOG_MEGABYTES", fallback: 1024, min: 1, max: 1 << 20) << 20) / partitions,
            HistoryBytes = ((long)configuration.GetWhole("BUS_HISTORY_MEGABYTES", fallback: 64, min: 0, max: 1 << 20) << 20) / partitions,
            RequireDurable = configuration["BUS_DURABILITY"]?.ToLowerInvariant() switch
            {
                null or "" or "warn" => false,
                "required" => true,
                _ => throw new SettingException("BUS_DURABILITY must be warn or required."),
            },
        };
    }
}
