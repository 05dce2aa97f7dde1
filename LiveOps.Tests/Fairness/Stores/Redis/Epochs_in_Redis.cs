using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Signing;
using LiveOps.Tests.Harness;
using StackExchange.Redis;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>When players' keys were revoked, as several replicas have it of one Redis.</summary>
public sealed class Epochs_in_Redis : IClassFixture<RedisPlace>
{
    private readonly ManualClock _clock = new();
    private readonly RedisPlace _place;
    private readonly RedisPlayerEpochs _epochs, _elsewhere;

    public Epochs_in_Redis(RedisPlace place)
    {
        place.Clear();
        _place = place;
        (_epochs, _elsewhere) = (new RedisPlayerEpochs(place.Connect(), _clock), new RedisPlayerEpochs(place.Shared, _clock));
    }

    [Fact]
    public async Task A_revocation_never_expires_also_when_it_is_done_again()
    {
        for (int n = 0; n < 2; n++)
        {
            await _elsewhere.RevokeAsync(Hash("ann"));
            Assert.Equal(-1, (long)await _place.Shared.RunAsync("pttl", async database => await database.ExecuteAsync("PTTL", await KeyAsync(database))));
        }
    }

    [Fact]
    public async Task However_many_names_are_made_up_no_player_whose_key_signed_is_asked_for_again()
    {
        Assert.Equal(0, await _epochs.OfAsync("ann"));
        _epochs.Held("ann");
        Assert.Equal(0, await _epochs.NewestAsync("bob")); // of whom a key was made
        foreach (int[] names in Enumerable.Range(0, 3 * EpochCache.Most).Chunk(1024))
            await Task.WhenAll(names.Select(n => _epochs.OfAsync($"nobody-{n}").AsTask()));
        foreach (string player in new[] { "ann", "bob" })
        {
            await _elsewhere.RevokeAsync(Hash(player));
            Assert.Equal(0, await _epochs.OfAsync(player)); // remembered: Redis has another by now
        }

        _clock.UtcNow += TimeSpan.FromSeconds(3);
        Assert.NotEqual(0, await _epochs.OfAsync("ann"));
        Assert.NotEqual(0, await _epochs.OfAsync("bob"));
    }

    [Fact]
    public async Task A_key_of_the_newest_epoch_holds_where_it_was_made_whatever_was_asked_before()
    {
        Assert.Equal(0, await _epochs.OfAsync("ann")); // only said, and not signed yet
        long revoked = await _elsewhere.RevokeAsync(Hash("ann"));
        Assert.Equal(revoked, await _epochs.NewestAsync("ann"));
        Assert.Equal(revoked, await _epochs.OfAsync("ann"));
        _epochs.Held("ann");
        Assert.Equal(revoked, await _epochs.OfAsync("ann"));
    }

    [Fact]
    public async Task Who_revokes_stands_in_the_audit_before_anything_is_revoked()
    {
        var replica = new RedisReplica(_place.Shared, _clock, Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry()));
        await _elsewhere.RevokeAsync(Hash("ann"));
        // Nothing that a script can count with: revoking fails.
        await _place.Shared.RunAsync("spoil", async database =>
        {
            RedisKey key = await KeyAsync(database);
            await database.KeyDeleteAsync(key);
            return await database.ListLeftPushAsync(key, "no number");
        });
        var entry = new AuditEntry(_clock.UtcNow.UtcTicks, "alice", AuditKinds.Player, "revoke-keys") { PlayerId = "ann" };
        await Assert.ThrowsAsync<RedisServerException>(() => replica.Store.RevokeKeysAsync(entry, default).AsTask());
        AuditEntry noted = Assert.Single((await replica.Audits.PageAsync(new(10) { Player = "ann" }, default))!.Entries).Entry;
        Assert.Equal(("revoke-keys", "alice", AuditEntry.Asked), (noted.Action, noted.By, noted.Outcome));
    }

    private static UInt128 Hash(string player) => IdHash.Of(Encoding.UTF8.GetBytes(player));

    private static async Task<string> KeyAsync(IDatabase database) => Assert.Single((string[])(await database.ExecuteAsync("KEYS", "liveops:player-keys:*"))!);
}
