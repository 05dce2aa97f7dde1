using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveOps.Core.Boards;
using LiveOps.Fairness.Stores;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Fairness.Stores;

/// <summary>What an export tells of a player: how they stand, and what of them was learned.</summary>
public sealed class What_is_known_of_a_player(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public async Task A_player_never_seen_is_not_known_and_neither_is_one_whose_keys_were_revoked_only(FairnessStores store)
    {
        World world = worlds.New(store);
        KnownPlayer nobody = await KnownAsync(world, "nobody");
        Assert.Equal((false, "ok", null, null), (nobody.Known, nobody.Standing.Status, nobody.Standing.Learned, nobody.Standing.KeysRevokedAt));
        Assert.Empty(nobody.Standing.Flags);
        world.RevokeKeys("nobody");
        nobody = await KnownAsync(world, "nobody");
        Assert.Equal((false, (DateTime?)world.Clock.UtcNow.UtcDateTime), (nobody.Known, nobody.Standing.KeysRevokedAt));
    }

    [Theory, Every<FairnessStores>]
    public async Task Scores_by_board_and_rhythms_are_told_as_they_were_learned(FairnessStores store)
    {
        World world = worlds.New(store);
        foreach (long score in new[] { 10, 20, 30, 20 })
        {
            world.Send(World.Score("ann", score), World.Boss("ann"));
            world.Wait(10);
        }

        world.Send(World.Score("ann", 7, "race"));
        world.Send(World.Score("bob", 1000));

        KnownPlayer known = await KnownAsync(world, "ann");
        LearnedPlayer learned = known.Standing.Learned!;
        Assert.True(known.Known);
        Assert.Equal(world.Clock.UtcNow.UtcDateTime, learned.LearnedAt);
        Assert.Equal([Hash("race"), Hash("arena")], learned.Boards.Select(board => board.Board));
        LearnedBoard arena = learned.Boards[1];
        Assert.Equal((4, 20d, 30L, 10L, 20L), (arena.Count, Math.Round(arena.Mean, 6), arena.Highest, arena.Lowest, arena.Last));
        Assert.Equal(Math.Sqrt(200 / 3d), arena.Deviation, 1e-3);
        Assert.Equal((1, 7d, 0d), (learned.Boards[0].Count, learned.Boards[0].Mean, learned.Boards[0].Deviation));
        Assert.Equal((4, 10_000d, 0d), (learned.ScoreRhythm!.Intervals, learned.ScoreRhythm.MeanMilliseconds, learned.ScoreRhythm.DeviationMilliseconds));
        Assert.Equal((3, 10_000d), (learned.KillRhythm!.Intervals, learned.KillRhythm.MeanMilliseconds));
    }

    [Theory, Every<FairnessStores>]
    public async Task Flags_and_a_block_are_told_and_of_too_many_flags_the_newest(FairnessStores store)
    {
        JsonNode policy = JsonNode.Parse(World.DefaultPolicy, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        policy["escalation"] = new JsonArray();
        World world = worlds.New(store, policy.ToJsonString());
        for (int i = 0; i <= KnownPlayer.MostFlags; i++)
        {
            world.Send(World.Xp("ann", 200_000, $"f{i}"));
            world.Wait(1);
        }

        world.Block("ann", world.Now + TimeSpan.TicksPerHour, "chargeback");
        KnownPlayer known = await KnownAsync(world, "ann");
        Assert.True(known.Known);
        Assert.Equal(("blocked", "chargeback", world.Clock.UtcNow.UtcDateTime.AddHours(1)), (known.Standing.Status, known.Standing.Reason, known.Standing.Until));
        Assert.Equal((KnownPlayer.MostFlags, "f500", "f1"), (known.Standing.Flags.Count, known.Standing.Flags[0].EventId, known.Standing.Flags[^1].EventId));
        Assert.Equal(["standing"], known.CutShort);
    }

    [Theory, Every<FairnessStores>]
    public async Task Nothing_is_known_of_an_erased_player_but_a_block_that_outlives_them(FairnessStores store)
    {
        World world = worlds.New(store);
        foreach (string player in new[] { "ann", "bob" })
            world.Send(World.Score(player, 10), World.Xp(player, 200_000));
        world.Block("bob", world.Now + TimeSpan.TicksPerHour, "chargeback");
        Assert.True((await KnownAsync(world, "ann")).Known);
        world.Erase("ann");
        world.Erase("bob");
        KnownPlayer ann = await KnownAsync(world, "ann"), bob = await KnownAsync(world, "bob");
        Assert.Equal((false, null), (ann.Known, ann.Standing.Learned));
        Assert.Empty(ann.Standing.Flags);
        Assert.NotNull(ann.Standing.KeysRevokedAt);
        Assert.Equal((true, "blocked", null), (bob.Known, bob.Standing.Status, bob.Standing.Learned));
        Assert.Empty(bob.Standing.Flags);
    }

    private static Task<KnownPlayer> KnownAsync(World world, string player) => Task.Run(() => KnownPlayer.ReadAsync(world.Store, player));

    private static string Hash(string board) => BoardHash.Of(board).ToString("x16", CultureInfo.InvariantCulture);
}
