using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.Stores.Redis;

/// <summary>
/// A gateway whose answer was late asks the same again: after the bus has brought what was accepted, or at once, beside the first. Either way an event teaches once, and nobody is refused for being asked about twice.
/// A score above ten times the best is refused here, once there are ten.
/// </summary>
public sealed class Questions_that_come_again(RedisPlace place) : IClassFixture<RedisPlace>
{
    private readonly RedisWorld _world = new(place, DefaultPolicy
        .Replace("\"times\": 10, \"after\": 10, \"then\": \"flag\"", "\"times\": 10, \"after\": 10, \"then\": \"reject\"", StringComparison.Ordinal)
        .Replace("\"seconds\": 1, \"then\": \"observe\"", "\"seconds\": 1, \"then\": \"flag\"", StringComparison.Ordinal));

    [Fact]
    public void A_batch_that_was_learned_teaches_what_stands_behind_it_nothing_again()
    {
        TestEvent[] nine = Nine("p");
        AllAccepted(_world.Send(nine));
        _world.Wait(30);

        AllAccepted(_world.Ask([.. nine, Big("p")])); // nine are known, not eighteen
        Assert.Empty(_world.Standing("p").Flags!);

        AllAccepted(_world.Send([.. nine, Score("p", 100, id: "tenth")]));
        Assert.Equal(VerdictKind.Implausible, _world.Ask([Big("p")])[0].Kind);
    }

    [Fact]
    public void One_that_brings_something_new_beside_what_was_learned_is_judged_by_both_once()
    {
        TestEvent[] nine = Nine("p");
        _world.Send(nine[..5]);

        AllAccepted(_world.Ask([.. nine, Big("p")]));
        Assert.Equal([VerdictKind.Accepted, VerdictKind.Implausible], _world.Ask([.. nine, Score("p", 100, id: "tenth"), Big("p")])[^2..].Select(verdict => verdict.Kind));
    }

    [Fact]
    public void A_kill_that_was_learned_and_comes_again_is_not_too_fast_after_itself()
    {
        TestEvent kill = Boss("p") with { Id = "k", OccurredAt = _world.Clock.UtcNow.ToUnixTimeMilliseconds() - 10_000 };
        AllAccepted(_world.Send([kill]));

        AllAccepted(_world.Ask([kill]));
        Assert.Empty(_world.Standing("p").Flags!);

        _world.Ask([kill, Boss("p") with { Id = "other", OccurredAt = kill.OccurredAt + 500 }]);
        Assert.Equal("other", Assert.Single(_world.Standing("p").Flags!).EventId);
    }

    [Fact]
    public void A_score_that_was_learned_and_comes_again_is_not_once_more_in_a_row()
    {
        long at = _world.Clock.UtcNow.ToUnixTimeMilliseconds() - 60_000;
        TestEvent[] scores = [.. Enumerable.Range(0, 10).Select(i => Score("p", i == 0 ? 90 : 100, id: $"s{i}") with { OccurredAt = at + i * 3000 })];
        AllAccepted(_world.Send(scores));

        AllAccepted(_world.Ask([scores[^1]])); // the ninth of a hundred in a row, and not the tenth
        Assert.Empty(_world.Standing("p").Flags!);

        _world.Ask([Score("p", 100, id: "tenth") with { OccurredAt = at + 40_000 }]);
        Assert.Equal("tenth", Assert.Single(_world.Standing("p").Flags!).EventId);
    }

    [Fact]
    public async Task The_same_question_twice_in_a_round_is_judged_twice_by_what_was_known_before_the_round()
    {
        TestEvent[] nine = Nine("p");
        EventBatch once = Copy([.. nine, Big("p")]), again = Copy([.. nine, Big("p")]);
        Verdict[] one = new Verdict[10], other = new Verdict[10];

        await AskInOneRoundAsync((once, one), (again, other));

        AllAccepted(one);
        AllAccepted(other);
        Assert.Empty(_world.Standing("p").Flags!);
    }

    [Fact]
    public async Task Two_questions_of_a_round_that_raise_flags_raise_them_all_of_one_player()
    {
        Verdict[] one = new Verdict[2], other = new Verdict[2];

        await AskInOneRoundAsync((Copy([Xp("cheat", 200_000, "a"), Xp("cheat", 200_000, "b")]), one), (Copy([Xp("cheat", 200_000, "c"), Xp("cheat", 200_000, "d")]), other));

        Assert.Equal(
            [VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Implausible, VerdictKind.Blocked],
            [.. one.Select(verdict => verdict.Kind), .. other.Select(verdict => verdict.Kind)]);
        Assert.Equal("blocked", _world.Standing("cheat").Status);
        Assert.Equal(3, _world.Standing("cheat").Flags!.Count);
    }

    // A round is under way, and is not answered before all these wait for the next.
    private async Task AskInOneRoundAsync(params (EventBatch Batch, Verdict[] Verdicts)[] questions)
    {
        _world.Ask([Xp("somebody", 1)]); // all that is asked for once is known
        EventBatch first = Copy([Xp("somebody", 1)]);
        Task[] asked;
        place.Server.Freeze();
        try
        {
            asked = [.. questions.Prepend((first, new Verdict[1])).Select(question => _world.Engine.AskAsync(question.Item1, question.Item2, CancellationToken.None).AsTask())];
        }
        finally
        {
            place.Server.Thaw();
        }

        await Task.WhenAll(asked);
    }

    // Ten seconds apart, with names: the same events when they come again.
    private TestEvent[] Nine(string player)
    {
        long at = _world.Clock.UtcNow.ToUnixTimeMilliseconds();
        return [.. Enumerable.Range(0, 9).Select(i => Score(player, 100, id: $"s{i}") with { OccurredAt = at - (10 - i) * 10_000 })];
    }

    private static TestEvent Big(string player) => Score(player, 5000);

    // The world's own batch is put together in the same place each time.
    private EventBatch Copy(TestEvent[] events) =>
        EventBatch.TryRead(_world.Batch(events).Bytes.ToArray(), out EventBatch batch) ? batch : throw new InvalidDataException();

    private static void AllAccepted(IEnumerable<Verdict> verdicts) => Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Accepted, verdict.Kind));
}
