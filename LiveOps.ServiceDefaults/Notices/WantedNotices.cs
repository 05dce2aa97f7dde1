using System.Globalization;
using LiveOps.Core.Notices;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Hosting;
using Prometheus;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Notices;

/// <summary>
/// What a service of a cluster knows of which notices anybody wants: gateways say it in Redis, and it is looked at four times a second.
/// <list type="number">
/// <item>What was read counts for a second from when it was asked for, so a gateway that has said a wish and waited for that second knows that everybody goes by it.</item>
/// <item>While it cannot be read, all is wanted: what nobody wants the gateway drops.</item>
/// <item>Where nothing was ever said, there are no webhooks, and nothing is wanted. Where Redis has lost what was said, what was known stands until it is said again.</item>
/// </list>
/// </summary>
/// <param name="source">Whose notices.</param>
/// <param name="redis">Where it is said.</param>
/// <param name="metrics">Counts what finds no room.</param>
/// <param name="clock">Measures how old it is.</param>
public sealed class WantedNotices(string source, RedisStore redis, IMetricFactory metrics, TimeProvider clock) : BackgroundService
{
    /// <summary>For how long what was read counts.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly RedisKey Key = "liveops:notices:wanted";

    // KEYS: the place. ARGV: the epoch of who sends, the number in its log, and the types. An older word does not take a newer one's place.
    private const string SayScript = """
        local epoch, number = string.match(redis.call('GET', KEYS[1]) or '0:0:', '^(%d+):(%d+):')
        epoch, number = tonumber(epoch), tonumber(number)
        if epoch > tonumber(ARGV[1]) or (epoch == tonumber(ARGV[1]) and number > tonumber(ARGV[2])) then return 0 end
        redis.call('SET', KEYS[1], ARGV[1] .. ':' .. ARGV[2] .. ':' .. ARGV[3])
        return 1
        """;

    private readonly Counter _dropped = metrics.CreateCounter("notices_dropped_total", "Notices that found no room while the bus took none.");
    private readonly Counter _told = metrics.CreateCounter("notices_told_total", "Notices that were told on the bus.");
    private volatile Known? _known;
    private volatile bool _isFull;

    /// <summary>Whether there may be a gateway that listens.</summary>
    public bool IsHeard => _known?.IsSaid != false;

    /// <summary>What is wanted now.</summary>
    public ulong Types => _known is not { } known ? NoticeTypes.Any
        : !known.IsSaid ? 0
        : clock.GetElapsedTime(known.Asked) <= Freshness ? known.Types
        : NoticeTypes.Any;

    /// <summary>Begins a step.</summary>
    public NoticeBuffer Begin() => new(source, Types, IsHeard, () => _dropped.Inc(), _isFull);

    /// <summary>Counts notices that found no room.</summary>
    public void Dropped(int count) => _dropped.Inc(count);

    /// <summary>Counts notices that are where gateways take them from.</summary>
    public void Told(int count) => _told.Inc(count);

    /// <summary>Says whether there is room for more.</summary>
    public void Room(bool isThere) => _isFull = !isThere;

    /// <summary>Says what is wanted.</summary>
    /// <param name="redis">Where.</param>
    /// <param name="epoch">Of who sends notices: rises whenever another does.</param>
    /// <param name="number">Rises with every change in it.</param>
    /// <param name="types">What is wanted.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public static Task SayAsync(RedisStore redis, long epoch, long number, ulong types) => redis.EvaluateAsync(
        "say-notices", SayScript, [Key], [epoch, number, types.ToString("x", CultureInfo.InvariantCulture)]);

    /// <summary>Looks now.</summary>
    public async Task LookAsync()
    {
        long asked = clock.GetTimestamp();
        try
        {
            string? said = await redis.RunAsync("wanted-notices", database => database.StringGetAsync(Key));
            _known = said is not null ? new Known(asked, true, Read(said))
                : _known is { IsSaid: true } known ? known with { Asked = asked }
                : new Known(asked, false, 0);
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            // What is known grows old, and then all is wanted.
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(); // before anything is applied
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunLaterAsync(Interval, clock, _ => LookAsync(), stoppingToken);

    private static ulong Read(string said) =>
        ulong.TryParse(said.AsSpan(said.LastIndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong types) ? types : NoticeTypes.Any;

    private sealed record Known(long Asked, bool IsSaid, ulong Types);
}
