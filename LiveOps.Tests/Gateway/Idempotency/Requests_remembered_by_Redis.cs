using LiveOps.Gateway.Idempotency;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;
using LiveOps.Tests.ServiceDefaults;
using LiveOps.Tests.ServiceDefaults.Bus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Gateway.Idempotency;

/// <summary>On a real Redis, with two gateways.</summary>
public sealed class Requests_remembered_by_Redis : RequestMemoryContract
{
    private readonly List<DefaultsHost> _hosts = [];
    private RedisServer? _redis;

    [Fact]
    public async Task One_gateway_knows_what_another_claimed_and_answered()
    {
        IRequestMemory first = await GatewayAsync(), second = await GatewayAsync();
        IdempotencyKey key = NewKey();
        Assert.Equal(Claim.New, (await first.ClaimAsync(key)).Claim);
        Assert.Equal(Claim.InFlight, (await second.ClaimAsync(key)).Claim);
        await second.ReleaseAsync(key); // not its own: nothing happens
        Assert.Equal(Claim.InFlight, (await second.ClaimAsync(key)).Claim);
        await first.CompleteAsync(key, BatchOf(key, "the answer", "x"));
        ClaimAnswer claim = await second.ClaimAsync(key);
        Assert.Equal(Claim.Answered, claim.Claim);
        Assert.Equal("the answer"u8.ToArray(), claim.Json);
    }

    [Fact]
    public async Task The_claim_of_a_gateway_that_died_ends_and_an_answer_is_kept_for_its_time()
    {
        IRequestMemory memory = await GatewayAsync();
        IdempotencyKey claimed = NewKey(), answered = NewKey();
        await memory.ClaimAsync(claimed);
        await memory.ClaimAsync(answered);
        await memory.CompleteAsync(answered, BatchOf(answered, "", "y"));
        Assert.InRange(await TimeToLiveAsync(claimed), 1, 60_000);
        Assert.InRange(await TimeToLiveAsync(answered), 23 * 3_600_000, 24 * 3_600_000);
    }

    [Fact]
    public async Task Without_Redis_nothing_can_be_claimed_and_completing_does_not_fail()
    {
        IRequestMemory memory = await GatewayAsync();
        IdempotencyKey key = NewKey();
        await memory.ClaimAsync(key);
        await _redis!.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await memory.ClaimAsync(NewKey()));
        await memory.CompleteAsync(key, BatchOf(key, "", "z"));
        await memory.ReleaseAsync(key);
    }

    [Fact]
    public async Task What_Redis_could_not_be_told_it_is_told_as_soon_as_it_answers()
    {
        IRequestMemory memory = await GatewayAsync(("REDIS_TIMEOUT_MS", "1000"));
        IdempotencyKey warm = NewKey(), released = NewKey(), completed = NewKey(), claimed = NewKey() with { Attempt = 1 };
        foreach (IdempotencyKey key in new[] { warm, released, completed }) // a second may be too short for a machine with much to do, which is then asked again
            await Until.TrueAsync(async () => await TryClaimAsync(key) is not null, () => "it never gets ready");
        _redis!.Freeze();
        await memory.ReleaseAsync(released);
        await memory.CompleteAsync(completed, BatchOf(completed, "the answer", "w"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await memory.ClaimAsync(claimed));
        _redis.Thaw();

        await Until.TrueAsync(async () => await TryClaimAsync(released) == Claim.New, () => "it is not released");
        await Until.TrueAsync(async () => await TryClaimAsync(completed) == Claim.Answered, () => "it is not completed");
        Claim? again = null;
        await Until.TrueAsync(async () => (again = await TryClaimAsync(claimed with { Attempt = 2 })) is not null, () => "it cannot be claimed");
        Assert.Equal(Claim.New, again);

        async Task<Claim?> TryClaimAsync(IdempotencyKey key)
        {
            try
            {
                return (await memory.ClaimAsync(key)).Claim;
            }
            catch (StoreUnavailableException)
            {
                return null;
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (DefaultsHost host in _hosts)
            await host.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    private protected override async Task<IRequestMemory> StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        return await GatewayAsync();
    }

    private async Task<IRequestMemory> GatewayAsync(params (string Name, string Value)[] settings)
    {
        DefaultsHost host = await DefaultsHost.StartAsync(configure: builder =>
        {
            builder.Configuration["REDIS_URL"] = _redis!.Url;
            builder.Configuration["BUS_KIND"] = "redis";
            builder.Configuration.AddInMemoryCollection(SlowMachine.Configuration);
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
            builder.AddRequestMemory();
        });
        _hosts.Add(host);
        return host.Services.GetRequiredService<IRequestMemory>();
    }

    private async Task<long> TimeToLiveAsync(IdempotencyKey key) =>
        long.Parse(await _redis!.CommandAsync("PTTL", $"liveops:gateway:{{{key.Request:x32}}}"), System.Globalization.CultureInfo.InvariantCulture);
}
