using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Bus.Sqs;

/// <summary>How the bus on Amazon SQS works.</summary>
internal sealed partial record SqsSettings
{
    /// <summary>What the name of a queue of dead letters ends with.</summary>
    public const string DeadSuffix = "-dead";

    private const string DefaultConsumers = "fairness,leaderboard,progression", DefaultPrefix = "liveops", LocalRegion = "us-east-1";

    /// <summary>The region that requests are signed for.</summary>
    public required string Region { get; init; }

    /// <summary>The address of a server that is not AWS's; null for the region's own.</summary>
    public Uri? Address { get; init; }

    /// <summary>What the queues' names begin with: <c>liveops-progression</c>, <c>liveops-progression-dead</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>The consumers that a message is sent to, whether they are there or not.</summary>
    public required IReadOnlyList<string> Consumers { get; init; }

    /// <summary>Whether a queue that is missing may be made; else it is waited for.</summary>
    public bool MayCreate { get; init; }

    /// <summary>How often a message may be given before one more failure sets it aside.</summary>
    public int MaxDeliveries { get; init; } = 10;

    /// <summary>For how long what a replica was given is hidden from the others; it is extended for as long as the work lasts.</summary>
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long publishing tries before it gives up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests on their way at the same time to each queue.</summary>
    public int Senders { get; init; } = 4;

    /// <summary>Messages that may wait to be sent to a queue; more are refused.</summary>
    public int MaxWaiting { get; init; } = 4096;

    /// <summary>Messages applied at once.</summary>
    public int MaxGroup { get; init; } = 60;

    /// <summary>How long a question for messages waits for the first: the longest that SQS allows, since questions cost.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The name of a consumer's queue.</summary>
    public string QueueOf(string consumer) => $"{Prefix}-{consumer}";

    /// <summary>The name of the queue of a consumer's dead letters.</summary>
    public string DeadQueueOf(string consumer) => QueueOf(consumer) + DeadSuffix;

    /// <summary>From the configuration.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static SqsSettings Read(IConfiguration configuration)
    {
        Uri? address = AddressOf(configuration["SQS_URL"]);
        return new SqsSettings
        {
            Address = address,
            Region = RegionOf(configuration["AWS_REGION"], address),
            Prefix = PrefixOf(configuration["SQS_QUEUE_PREFIX"]),
            Consumers = ConsumersOf(configuration["BUS_GROUPS"]),
            MayCreate = configuration["SQS_QUEUES"]?.ToLowerInvariant() switch
            {
                null or "" or "exist" => false,
                "create" => true,
                _ => throw new SettingException("SQS_QUEUES must be exist or create."),
            },
            MaxDeliveries = configuration.GetWhole("BUS_MAX_DELIVERIES", fallback: 10, min: 1, max: 500),
            Visibility = TimeSpan.FromSeconds(configuration.GetWhole("SQS_VISIBILITY_SECONDS", fallback: 30, min: 5, max: 3600)),
        };
    }

    private static Uri? AddressOf(string? text) =>
        string.IsNullOrEmpty(text) ? null :
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address :
        throw new SettingException("SQS_URL must be an https address, or an http one of this machine, like http://localhost:4566.");

    private static string RegionOf(string? text, Uri? address) =>
        string.IsNullOrEmpty(text) ? address is not null ? LocalRegion : throw new SettingException("AWS_REGION is missing: BUS_KIND=sqs needs the region of the queues, like ap-northeast-2.") :
        RegionName().IsMatch(text) ? text :
        throw new SettingException("AWS_REGION must be the name of a region, like ap-northeast-2.");

    private static string PrefixOf(string? text) =>
        string.IsNullOrEmpty(text) ? DefaultPrefix :
        QueuePrefix().IsMatch(text) ? text :
        throw new SettingException("SQS_QUEUE_PREFIX must be 1 to 40 letters, digits, hyphens and underscores.");

    // A queue's name has 80 characters at most, of which the prefix, the hyphen and the suffix take up to 46.
    private static string[] ConsumersOf(string? text)
    {
        string[] named = (string.IsNullOrEmpty(text) ? DefaultConsumers : text).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return named.Length > 0 && Array.TrueForAll(named, ConsumerName().IsMatch)
            ? named
            : throw new SettingException("BUS_GROUPS must be names of services with commas between, of letters, digits, hyphens and underscores.");
    }

    [GeneratedRegex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$")]
    private static partial Regex RegionName();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,40}$")]
    private static partial Regex QueuePrefix();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,30}$")]
    private static partial Regex ConsumerName();
}
