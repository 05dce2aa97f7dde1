using LiveOps.Core.Audit;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;
using LiveOps.Tests.Harness;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Reviews;

/// <summary>What is held against players, and what moderators decide about it, wherever it is kept.</summary>
public sealed partial class Cases_of_players(FairnessWorlds worlds) : IClassFixture<FairnessWorlds>
{
    [Theory, Every<FairnessStores>]
    public void The_first_flag_opens_a_case_and_further_ones_make_it_more_severe_refused_events_more_than_others(FairnessStores store)
    {
        World world = worlds.New(store);
        Assert.Null(world.Case("cheat"));
        world.Send(Xp("cheat", 200_000));
        Case first = world.Case("cheat")!;
        Assert.Equal((CaseStatus.Open, 3, "cheat", world.Now / TimeSpan.TicksPerSecond), (first.Status, first.Severity, first.PlayerId, first.OpenedAt / TimeSpan.TicksPerSecond));

        Learned(world, "lucky", "cheat");
        world.Send(Score("lucky", 90_000));
        Assert.Equal(1, world.Case("lucky")!.Severity);
        world.Send(Score("cheat", 90_000));
        Case both = world.Case("cheat")!;
        Assert.Equal(3 + 1 + 5, both.Severity); // another rule
        Assert.True(both.Version > first.Version);
        Assert.Equal([new RuleCount("xp-amount", 1, true), new RuleCount("score-jump", 1, false)], both.Counts);
        Assert.Equal(["score-jump", "xp-amount"], both.Flags.Select(flag => flag.Rule));
        Assert.Equal(2, world.OpenReviews());
    }

    [Theory, Every<FairnessStores>]
    public void A_flag_has_what_was_seen_what_was_expected_and_the_players_own_normal_to_draw(FairnessStores store)
    {
        World world = worlds.New(store);
        Learned(world, "p");
        world.Send(Score("p", 900));
        world.Send(Xp("p", 200_000));
        world.Ascend("arena");
        world.Send(Score("p", 1));
        Flag[] flags = [.. world.Case("p")!.Flags];
        Assert.Equal(["score-jump", "xp-amount", "score-deviation"], flags.Select(flag => flag.Rule));

        Sight fast = flags[0].Sight!, amount = flags[1].Sight!, high = flags[2].Sight!;
        Assert.Equal(("arena", 900.0, false, 12, 112L), (high.Subject, high.Value, high.Rejects, high.Normal!.Count, high.Normal.Best));
        Assert.InRange(high.Normal.Mean, 103, 109);
        Assert.InRange(high.Normal.Deviation, 2, 6);
        Assert.InRange(high.Bound!.Value, high.Normal.Mean + 4, 200);
        Assert.Equal(("", 200_000.0, 100_000.0, true), (amount.Subject, amount.Value, amount.Bound!.Value, amount.Rejects));
        Assert.Null(amount.Normal);
        Assert.Equal((1.0, 10.1, 101L), (fast.Value, fast.Bound!.Value, fast.Normal!.Best)); // where the lowest is best
        Assert.All(world.Flags()!.Entries, flag => Assert.Null(flag.Sight));
    }

    [Theory]
    [Every<FairnessStores>("bounds", "\"max\": 500", 900, 0, 900.0, "")]
    [Every<FairnessStores>("jump", "\"times\": 2, \"after\": 10", 900, 0, 900.0, "scores")]
    [Every<FairnessStores>("deviation", "\"deviations\": 4, \"floor\": 0.1, \"after\": 10", 900, 0, 900.0, "scores")]
    [Every<FairnessStores>("repeat", "\"times\": 2, \"seconds\": 60", 112, 0, 112.0, "scores")]
    [Every<FairnessStores>("gain", "\"max\": 2000, \"seconds\": 3600", 900, 0, 2178.0, "")]
    [Every<FairnessStores>("speed", "\"seconds\": 5", 113, 0, 1.0, "intervals")]
    [Every<FairnessStores>("rhythm", "\"variation\": 0.1, \"after\": 11, \"seconds\": 60", 113, 0, 1.0, "intervals")]
    [Every<FairnessStores>("future", "\"seconds\": 300", 113, 301, 301.0, "")]
    [Every<FairnessStores>("past", "\"seconds\": 300", 113, -301, 301.0, "")]
    public void What_was_seen_is_drawn_over_the_players_own_normal_only_where_both_are_of_one_kind(
        string kind, string thresholds, long score, int ahead, double value, string normal, FairnessStores store)
    {
        World world = worlds.New(store, $$"""
            {"rates":{"perSecond":50,"burst":100},"throttledRates":{"perSecond":10,"burst":20},
             "rules":[{"id":"one","kind":"{{kind}}","type":"score_submitted",{{thresholds}},"then":"flag"}],"escalation":[],"forgetting":{"days":30,"players":5000000} }
            """);
        for (int i = 0; i < 12; i++)
        {
            world.Wait(10);
            world.Send(Score("p", 101 + i));
        }

        Assert.Null(world.Case("p"));
        world.Wait(1);
        world.Send(Score("p", score) with { OccurredAt = world.Clock.UtcNow.ToUnixTimeMilliseconds() + ahead * 1000L });
        Sight seen = Assert.Single(world.Case("p")!.Flags).Sight!;
        Assert.Equal((value, normal), (seen.Value, seen.Normal is null ? "" : seen.Normal.OfIntervals ? "intervals" : "scores"));
    }

    [Theory, Every<FairnessStores>]
    public void A_block_holds_at_once_and_is_lifted_when_it_is_taken_back_and_both_stay_on_record(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        CaseOutcome blocked = world.Review("p", CaseVerdict.Block, "a bot", "alice", seconds: 3600);
        Assert.Equal((CaseEnd.Done, CaseStatus.Blocked, 0), (blocked.End, blocked.Case!.Status, blocked.Case.Severity));
        Assert.Equal(("blocked", "a bot"), (world.Standing("p").Status, world.Standing("p").Reason));
        Assert.Equal(VerdictKind.Blocked, world.Send(Xp("p", 1)).Kind);
        Assert.Equal("p", Assert.Single(world.Announced()).PlayerId);
        Assert.Equal(0, world.OpenReviews());

        world.Wait(5);
        CaseOutcome undone = world.Review("p", CaseVerdict.Undo, "their brother's phone", "bob");
        Assert.Equal((CaseEnd.Done, CaseStatus.Open, 3), (undone.End, undone.Case!.Status, undone.Case.Severity));
        Assert.Equal("ok", world.Standing("p").Status);
        Assert.Equal(VerdictKind.Accepted, world.Send(Xp("p", 1)).Kind);
        CaseDecision kept = Assert.Single(world.Case("p")!.Decisions);
        Assert.Equal((CaseVerdict.Block, "alice", "a bot"), (kept.Verdict, kept.By, kept.Reason));
        Assert.Equal(("bob", "their brother's phone"), (kept.Undone!.By, kept.Undone.Reason));
        Assert.Equal(CaseEnd.NothingToUndo, world.Review("p", CaseVerdict.Undo).End);

        AuditEntry[] entries = [.. world.Audit("p")!.Entries];
        Assert.Equal(["player block alice", "player lift bob", "review block alice", "review undo bob"], entries.Select(entry => $"{entry.Kind} {entry.Action} {entry.By}").Order(StringComparer.Ordinal));
        AuditEntry review = entries.Single(entry => entry is { Kind: AuditKinds.Review, Action: "block" });
        Assert.Contains("\"status\":\"open\",\"severity\":3", review.Before, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"blocked\",\"severity\":0", review.After, StringComparison.Ordinal);
    }

    [Theory, Every<FairnessStores>]
    public void Who_decides_on_a_case_that_has_changed_since_they_read_it_decides_nothing(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        long seen = world.Case("p")!.Version;
        Assert.Equal(CaseEnd.Done, world.Review("p", CaseVerdict.Clear, by: "alice", seen: seen).End);
        CaseOutcome late = world.Review("p", CaseVerdict.Block, by: "bob", seen: seen);
        Assert.Equal((CaseEnd.Stale, "alice"), (late.End, late.Case!.Decisions[0].By));
        Assert.Equal("ok", world.Standing("p").Status);
        Assert.Single(world.Audit("p")!.Entries);

        world.Send(Xp("q", 200_000));
        seen = world.Case("q")!.Version;
        world.Wait(700);
        world.Send(Xp("q", 200_001));
        Assert.Equal(CaseEnd.Stale, world.Review("q", CaseVerdict.Clear, seen: seen).End);
        Assert.Equal(CaseEnd.Unknown, world.Review("nobody", CaseVerdict.Clear).End);
    }

    [Theory, Every<FairnessStores>]
    public void Open_cases_come_by_severity_then_by_age_and_decided_ones_newest_first_page_by_page(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 30; i++)
        {
            world.Wait(1);
            for (int n = 0; n <= i % 2; n++)
                world.Send(Xp($"p{i}", 200_000));
        }

        string[] expected = [.. Enumerable.Range(0, 30).OrderByDescending(i => i % 2).ThenBy(i => i).Select(i => $"p{i}")];
        Assert.Equal(expected, world.Queue(CaseStatus.Open, 7).Select(one => one.PlayerId));
        for (int i = 0; i < 12; i++)
        {
            world.Wait(1);
            world.Review($"p{i}", i % 3 == 0 ? CaseVerdict.Block : CaseVerdict.Clear);
        }

        Assert.Equal(["p9", "p6", "p3", "p0"], world.Queue(CaseStatus.Blocked, 3).Select(one => one.PlayerId));
        Assert.Equal(["p11", "p10", "p8", "p7", "p5", "p4", "p2", "p1"], world.Queue(CaseStatus.Cleared, 3).Select(one => one.PlayerId));
        Assert.Equal(18, world.OpenReviews());
        Assert.Equal(18, world.Queue(CaseStatus.Open).Count);
    }

    [Theory, Every<FairnessStores>]
    public void Of_an_erased_player_no_case_is_left_and_the_audit_of_its_decisions_names_nobody(FairnessStores store)
    {
        World world = worlds.New(store);
        world.Send(Xp("p", 200_000));
        long seen = world.Case("p")!.Version;
        world.Review("p", CaseVerdict.Watch, "see p");
        world.Erase("p");
        Assert.Null(world.Case("p"));
        Assert.Empty(world.Queue(CaseStatus.Watched));
        Assert.Equal(("review", "(erased)"), (Assert.Single(world.Audit()!.Entries).Kind, world.Audit()!.Entries[0].PlayerId));
        world.Wait(10);
        world.Send(Xp("p", 200_000));
        Assert.Empty(world.Case("p")!.Decisions);
        Assert.True(world.Case("p")!.Version > seen);
    }

    [Theory, Every<FairnessStores>]
    public void Of_a_case_the_newest_flags_and_decisions_are_kept_and_all_flags_counted(FairnessStores store)
    {
        World world = worlds.New(store);
        for (int i = 0; i < 40; i++)
        {
            world.Send(Xp("p", 200_000, $"e{i}"));
            world.Wait(3600);
            if (i < 35)
                world.Review("p", CaseVerdict.Watch, $"r{i}");
        }

        Case one = world.Case("p")!;
        Assert.Equal((16, 32, 40, 30), (one.Flags.Count, one.Decisions.Count, one.Counts[0].Flags, one.Severity));
        Assert.Equal(("e39", "r34"), (one.Flags[0].EventId, one.Decisions[0].Reason));
    }

    // Scores by which the players are judged.
    private static void Learned(World world, params string[] players)
    {
        foreach (string player in players)
        {
            for (int i = 0; i < 12; i++)
                world.Send(Score(player, 101 + i));
        }
    }
}
