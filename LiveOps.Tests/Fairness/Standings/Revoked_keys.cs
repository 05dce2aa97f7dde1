using LiveOps.Core.Audit;
using LiveOps.Core.Signing;
using LiveOps.Fairness.State;
using LiveOps.Fairness.Stores.Journaled;
using LiveOps.Tests.Fairness.Stores.Journaled;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Fairness.Standings;

/// <summary>Since when the keys of a player hold.</summary>
public sealed class Revoked_keys(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void A_player_whose_keys_were_never_revoked_is_in_the_first_epoch_and_each_revocation_begins_a_later_one(FairnessStores store)
    {
        World world = worlds.New(store);
        long now = world.Clock.UtcNow.ToUnixTimeMilliseconds();
        Assert.Equal(0, world.Epoch("ann"));
        Assert.Equal(now, world.RevokeKeys("ann"));
        Assert.Equal(now + 1, world.RevokeKeys("ann")); // within the same millisecond
        world.Wait(-3600); // a clock that was set back
        Assert.Equal(now + 2, world.RevokeKeys("ann"));
        world.Wait(3610);
        Assert.Equal(now + 2, world.Epoch("ann"));
        Assert.Equal(0, world.Epoch("bob"));
    }

    [Theory, Every<FairnessStores>]
    public void Who_revoked_them_and_why_stands_in_the_audit_and_neither_blocks_anybody_nor_is_news_of_a_block(FairnessStores store)
    {
        World world = worlds.New(store);
        world.RevokeKeys("ann", "the phone was stolen");
        AuditEntry entry = Assert.Single(world.Audit("ann")!.Entries);
        Assert.Equal(("revoke-keys", "alice", "the phone was stolen", 0L), (entry.Action, entry.By, entry.Reason, entry.Until));
        Assert.Equal(store == FairnessStores.Memory ? AuditEntry.Done : AuditEntry.Asked, entry.Outcome); // in Redis the two cannot be one step
        Assert.Equal("ok", world.Standing("ann").Status);
        Assert.Empty(world.Announced());
    }

    [Theory, Every<FairnessStores>]
    public void Erasing_a_player_revokes_their_keys_and_what_was_revoked_stays_so(FairnessStores store)
    {
        World world = worlds.New(store);
        long revoked = world.RevokeKeys("ann");
        world.Send(World.Xp("bob", 1));
        world.Wait(10);
        world.Erase("ann");
        world.Erase("bob");
        world.Wait(10);
        Assert.True(world.Epoch("ann") > revoked);
        Assert.NotEqual(0, world.Epoch("bob"));
    }

    [Theory, Every<FairnessStores>]
    public async Task A_key_that_was_made_long_after_a_revocation_signs_until_it_expires(FairnessStores store)
    {
        byte[] secret = new byte[32];
        var ring = new KeyRing([new(KeyRing.DefaultKey, [secret])]);
        World world = worlds.New(store);
        world.RevokeKeys("ann");
        world.Wait(TimeSpan.FromDays(300).TotalSeconds);
        string name = new PlayerKey("ann", world.Clock.UtcNow.AddDays(366).ToUnixTimeSeconds(), KeyRing.DefaultKey).Name;
        byte[] key = PlayerKey.Derive(secret, name, world.Epoch("ann"));

        world.Wait(TimeSpan.FromDays(100).TotalSeconds);
        world.Send(World.Xp("bob", 1));
        var verifier = new RequestVerifier(() => ring, world.Clock, Restarted(world));
        Assert.Equal(SignatureOutcome.Valid, (await verifier.VerifyAsync(Signed(world, name, key), "{}"u8.ToArray())).Outcome);
        Assert.Equal(SignatureOutcome.Bad, (await verifier.VerifyAsync(Signed(world, name, PlayerKey.Derive(secret, name, 0)), "{}"u8.ToArray())).Outcome);
    }

    // In memory what a process that starts has is what stood in the snapshot; Redis goes on.
    private static IPlayerEpochs Restarted(World world)
    {
        if (world is not FairnessWorld memory)
            return world.Epochs;
        using var snapshot = new MemoryStream();
        memory.State.Save(snapshot);
        snapshot.Position = 0;
        var state = new FairnessState();
        state.Load(snapshot);
        return new PlayerEpochs(state);
    }

    private static HeaderDictionary Signed(World world, string name, byte[] key)
    {
        long now = world.Clock.UtcNow.ToUnixTimeSeconds();
        return new HeaderDictionary
        {
            [StandardWebhooks.IdHeader] = "m-1",
            [StandardWebhooks.TimestampHeader] = $"{now}",
            [StandardWebhooks.SignatureHeader] = StandardWebhooks.Sign(key, "m-1", now, "{}"u8),
            [KeyRing.KeyHeader] = name,
        };
    }
}
