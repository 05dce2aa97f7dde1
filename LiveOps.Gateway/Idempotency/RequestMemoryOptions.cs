using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Idempotency;

/// <summary>How long and how much a gateway remembers.</summary>
internal sealed record RequestMemoryOptions
{
    /// <summary><c>IDEMPOTENCY_HOURS</c>: answers are sent again for at least this long, unless more than half of the others came after.</summary>
    public TimeSpan RememberAnswers { get; init; } = TimeSpan.FromHours(24);

    /// <summary><c>IDEMPOTENCY_CAPACITY</c>: the most answers remembered; about 60 bytes each.</summary>
    public int MaxAnswers { get; init; } = 4_000_000;

    /// <summary><c>IDEMPOTENCY_CLAIM_SECONDS</c>: in a cluster, when a request's claim ends whose gateway died; longer than any request takes.</summary>
    public TimeSpan ClaimFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most bytes of answers that list rejections.</summary>
    public long MaxAnswerBytes { get; init; } = 256 << 20;

    /// <summary><c>DEDUPE_HOURS</c>: how long the ids of accepted events are remembered, at least half of it.</summary>
    public TimeSpan RememberIds { get; init; } = DedupeSettings.Default.Remember;

    /// <summary><c>DEDUPE_CAPACITY</c>: the most ids remembered; 22 to 45 bytes each.</summary>
    public int MaxIds { get; init; } = DedupeSettings.Default.Capacity;

    public static RequestMemoryOptions Read(IConfiguration configuration)
    {
        var defaults = new RequestMemoryOptions();
        DedupeSettings dedupe = DedupeSettings.Read(configuration);
        return new RequestMemoryOptions
        {
            RememberAnswers = TimeSpan.FromHours(configuration.GetWhole("IDEMPOTENCY_HOURS", (int)defaults.RememberAnswers.TotalHours, 1, 24 * 30)),
            ClaimFor = TimeSpan.FromSeconds(configuration.GetWhole("IDEMPOTENCY_CLAIM_SECONDS", (int)defaults.ClaimFor.TotalSeconds, 5, 3600)),
            MaxAnswers = configuration.GetWhole("IDEMPOTENCY_CAPACITY", defaults.MaxAnswers, 1000, 100_000_000),
            RememberIds = dedupe.Remember,
            MaxIds = dedupe.Capacity,
        };
    }
}
