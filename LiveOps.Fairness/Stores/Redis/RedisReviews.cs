using LiveOps.Core.Audit;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Reviews;
using LiveOps.Fairness.Standings;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Cases in Redis. Each lies with its player, and in the order of its shard: a sorted set of places, all of one score, so that they are in the order of their bytes; a page merges the shards'.
/// </summary>
internal sealed class RedisReviews(RedisPlayers players, RedisStore redis, IPolicies<FairnessPolicy> policies, TimeProvider clock) : IReviewStore
{
    private const int Chunk = 200;

    private const string PageScript = "return redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])";

    private static readonly IComparer<byte[]> Order = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    /// <inheritdoc/>
    public async ValueTask<LogPage<Case>> PageAsync(CaseStatus status, CasePlace? before, int limit)
    {
        byte[][][] shards = await Task.WhenAll(Enumerable.Range(0, PlayerKeys.Shards).Select(shard => PlacesAsync(shard, status, before, limit + 1)));
        byte[][] places = [.. shards.SelectMany(places => places).OrderDescending(Order).Take(limit + 1)];
        CasePlace[] page = [.. places.Take(limit).Select(place => CasePlace.Read(place))];
        Case?[] cases = await ReadAsync(page);
        return new LogPage<Case>([.. cases.OfType<Case>().Where(one => one.Status == status)], places.Length > limit ? page[^1].ToString() : null);
    }

    /// <inheritdoc/>
    public async ValueTask<Case?> FindAsync(UInt128 player)
    {
        var one = new StoredPlayer(player);
        StoredPart part = one.WantCase();
        await players.ReadAsync([one]);
        return StoredCase.Read(part.Was);
    }

    /// <inheritdoc/>
    public async ValueTask<CaseOutcome> DecideAsync(CaseAction action, AuditEntry who, CancellationToken cancellation)
    {
        for (int tries = 0; tries < RedisPlayers.MaxTries; tries++)
        {
            // Both parts each time: a write brings back as they are now only those that it was to replace, and what follows depends on the other too.
            StoredPlayer player = new(action.Player);
            StoredPart part = player.WantCase(), conduct = player.WantConduct();
            await players.ReadAsync([player]);
            Case? before = StoredCase.Read(part.Was);
            Standing standing = ConductFormat.StandingOf(conduct.Was) ?? new Standing();
            CaseOutcome outcome = action.Apply(before, standing);
            if (outcome.End != CaseEnd.Done)
                return outcome;
            StoredCase.Write(part, outcome.Case!);
            player.Decided.Add(action.Audit(who, before!, outcome.Case!));
            if (action.Follows(before!, standing.BlockedUntil) is { } follows)
            {
                player.Decided.Add(CaseAction.Audit(who, follows, follows.Apply(standing)));
                long now = clock.UnixTicks();
                ConductFormat.Write(conduct, standing, (await policies.BetweenAsync(now, now, cancellation)).At(now, out _)!, now);
            }

            if ((await players.WriteAsync([player])).Count == 0)
                return outcome;
        }

        throw new StoreUnavailableException("redis", "has a player who is changed from elsewhere all the time");
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountOpenAsync()
    {
        byte open = CasePlace.ClassOf(CaseStatus.Open);
        byte[] from = [(byte)'[', open], to = [(byte)'(', (byte)(open + 1)];
        RedisResult[] counts = await redis.RunAsync("count-reviews", database => Task.WhenAll(
            Enumerable.Range(0, PlayerKeys.Shards).Select(shard => database.ExecuteAsync("ZLEXCOUNT", (RedisKey)PlayerKeys.CaseOrder(shard), from, to))));
        return counts.Sum(count => (long)count);
    }

    // Of a class there may be two statuses: those of the other are passed over.
    private async Task<byte[][]> PlacesAsync(int shard, CaseStatus status, CasePlace? before, int limit)
    {
        byte rank = CasePlace.ClassOf(status);
        byte[] from = before is { } place ? [(byte)'(', .. place.ToBytes()] : [(byte)'(', (byte)(rank + 1)], to = [(byte)'[', rank];
        var found = new List<byte[]>();
        while (true)
        {
            RedisResult range = await redis.EvaluateAsync("read-reviews", PageScript, [PlayerKeys.CaseOrder(shard)], [from, to, Chunk]);
            byte[][] places = Array.ConvertAll((RedisResult[])range!, one => (byte[])one!);
            found.AddRange(places.Where(one => CasePlace.Read(one).Status == status).Take(limit - found.Count));
            if (places.Length < Chunk || found.Count == limit)
                return [.. found];
            from = [(byte)'(', .. places[^1]];
        }
    }

    private async Task<Case?[]> ReadAsync(CasePlace[] places)
    {
        StoredPlayer[] owners = Array.ConvertAll(places, place => new StoredPlayer(CaseId.PlayerOf(place.Id)));
        StoredPart[] parts = Array.ConvertAll(owners, owner => owner.WantCase());
        await players.ReadAsync(owners);
        return Array.ConvertAll(parts, part => StoredCase.Read(part.Was));
    }
}
