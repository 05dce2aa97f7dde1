using LiveOps.Core.Boards;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.Learning;
using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;
using LiveOps.Fairness.Verdicts;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// Judges the questions of one round together:
/// <list type="number">
/// <item>read all players of all questions, in one round trip; what was learned of them only where a rule asks for it;</item>
/// <item>judge all events in their order (<see cref="Judge"/>): what the round accepts counts as learned for its later events;</item>
/// <item>write the players who were changed, in another round trip; of those who were flagged the case is read before;</item>
/// <item>judge again the events of those whom somebody else has changed meanwhile, by what they are now, and write them again.</item>
/// </list>
/// A verdict depends on its own player alone, so to judge one player again is exact, and costs the others nothing but the wait. Somebody who
/// is changed from elsewhere again and again is sending from many sides at once: what is left of their events is refused as too fast.
/// </summary>
internal sealed class VerdictRound(RedisPlayers redis, FairnessMetrics metrics, TimeProvider clock)
{
    private const string CrowdedDetail = "The player sends from too many sides at once.";

    private readonly Workspace _space = new();
    private readonly Provisional _earlier = new();
    private readonly List<int> _numbers = []; // of all events' players, in order

    public async Task RunAsync(IReadOnlyList<Question> questions, FairnessPolicy policy)
    {
        // 1
        Gather(questions, policy);
        await redis.ReadAsync(_space.Players);
        IReadOnlyList<StoredPlayer> pending = _space.Players;
        for (int tries = 0; pending.Count > 0; tries++)
        {
            // 2, 4
            bool crowded = tries == RedisPlayers.MaxTries;
            foreach (StoredPlayer player in pending)
                _space.Take(player);
            JudgePending(questions, policy, crowded);
            if (crowded)
                break;

            // 3
            await redis.ReadAsync(Flagged(pending));
            foreach (StoredPlayer player in _space.Players)
                player.IsPending = false;
            pending = await redis.WriteAsync(Changed(pending, policy));
            foreach (StoredPlayer player in pending)
                player.IsPending = true;
        }

        Count(questions);
    }

    private void Gather(IReadOnlyList<Question> questions, FairnessPolicy policy)
    {
        _space.Begin(policy);
        _numbers.Clear();
        foreach (Question question in questions)
        {
            foreach (GameEvent e in question.Batch)
            {
                StoredPlayer player = _space.Enter(e.PlayerId);
                player.WantConduct();
                if (policy.For(e.Type, e.Type == EventType.ScoreSubmitted ? BoardHash.Of(e.Subject) : 0, e.Subject).AskHistory)
                    player.WantHistory();
                _numbers.Add(player.Number);
            }
        }
    }

    private void JudgePending(IReadOnlyList<Question> questions, FairnessPolicy policy, bool crowded)
    {
        int n = 0;
        foreach (Question question in questions)
        {
            int at = -1;
            _earlier.Begin(); // of this call alone: another of the round may be the same one, sent again; and whoever is judged again is judged from their first event on
            foreach (GameEvent e in question.Batch)
            {
                StoredPlayer player = _space[_numbers[n++]];
                at++;
                if (!player.IsPending)
                    continue;
                Verdict verdict = crowded
                    ? new Verdict(VerdictKind.RateLimited, 1, CrowdedDetail)
                    : Judge.Event(policy, _space.Shard, player.Number, e, player.HasLearned(e), _earlier, player, ref player.Raised);
                player.IsChanged |= verdict.Kind is VerdictKind.Accepted or VerdictKind.Implausible;
                question.Verdicts[at] = verdict;
            }
        }
    }

    private static List<StoredPlayer> Flagged(IReadOnlyList<StoredPlayer> judged)
    {
        var flagged = new List<StoredPlayer>();
        foreach (StoredPlayer player in judged)
        {
            if (player.Raised is null)
                continue;
            player.WantCase();
            flagged.Add(player);
        }

        return flagged;
    }

    private List<StoredPlayer> Changed(IReadOnlyList<StoredPlayer> judged, FairnessPolicy policy)
    {
        long now = clock.UnixTicks();
        var changed = new List<StoredPlayer>(judged.Count);
        foreach (StoredPlayer player in judged)
        {
            if (!player.IsChanged)
                continue;
            ConductFormat.Write(player.WantConduct(), _space.Shard, player.Number, policy, now);
            if (player.Raised is not null)
                StoredCase.Add(player.Case!, player.Raised);
            changed.Add(player);
        }

        return changed;
    }

    // A try that did not come through has not happened.
    private void Count(IReadOnlyList<Question> questions)
    {
        foreach (StoredPlayer player in _space.Players)
        {
            foreach (string rule in player.BrokenRules)
                metrics.Broken(rule);
        }

        foreach (Question question in questions)
        {
            foreach (Verdict verdict in question.Verdicts[..question.Batch.Count])
            {
                if (verdict.Kind != VerdictKind.Accepted)
                    metrics.Dropped(verdict.Kind);
            }
        }
    }
}
