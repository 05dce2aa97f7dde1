using LiveOps.Core.Audit;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>A cluster's webhooks: the log is in the gateway's database, and services read in Redis what is wanted.</summary>
internal sealed class SqlWebhooks(WebhookState state, WebhookReplica replica, RedisStore redis, SecretBox box, TimeProvider clock) : ReplayedWebhooks(state, box, clock)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly WebhookState _state = state;
    private readonly SecretBox _box = box;
    private readonly TimeProvider _clock = clock;
    private (ulong Types, long Epoch, long At)? _said;

    public override bool Sends => replica.Sends;

    public override async Task<SettleResult> SettleAsync(string id, string delivery, AttemptResult result, CancellationToken cancellation) =>
        (SettleResult?)await replica.ExecuteAsync(WebhookEntry.OfAttempt(WebhookCommand.Settle(id, delivery, result))) ?? new SettleResult(null, "");

    // Every replica says it, again and again: so it is there a second after Redis has lost it.
    public override async Task AnnounceAsync(CancellationToken cancellation)
    {
        (long epoch, long number) = replica.Place;
        ulong wanted = _state.Wanted;
        if (epoch == 0 || (_said is { } said && said.Types == wanted && said.Epoch == epoch && _clock.GetElapsedTime(said.At) < Again))
            return; // nothing is known yet, or it was said just now
        long at = _clock.GetTimestamp();
        await WantedNotices.SayAsync(redis, epoch, number, wanted);
        _said = (wanted, epoch, at);
    }

    // A database has backups, and readers besides the gateways: nothing lies in it bare.
    protected override byte[] Seal(byte[] secret) => _box.Seals ? _box.Seal(secret) : throw new StoreUnavailableException("webhooks", "need a key that their secrets are sealed under: set WEBHOOK_SECRET_KEY");

    // Until what any service has read before does not count any more.
    protected override async Task HaveToldAsync(CancellationToken cancellation)
    {
        _said = null;
        await AnnounceAsync(cancellation);
        await Task.Delay(WantedNotices.Freshness, _clock, cancellation);
    }

    protected override Task CatchUpAsync(CancellationToken cancellation) => replica.CatchUpAsync(cancellation);

    protected override Task<object?> ExecuteAsync(byte[] command, AuditEntry audit) => replica.ExecuteAsync(WebhookEntry.Of(audit, command));
}
