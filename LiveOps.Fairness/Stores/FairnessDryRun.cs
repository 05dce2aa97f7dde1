using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Fairness.Policies;
using LiveOps.ServiceDefaults.Policies.DryRuns;
using static LiveOps.Fairness.Stores.ReplayedRules;

namespace LiveOps.Fairness.Stores;

/// <summary>
/// Tries a policy on the accepted events of the last hours, as far as the bus keeps them: they are judged by the policy in force and by the other, side by side. What was refused when it came is
/// kept nowhere, and so not looked at; players begin as strangers in both, so that what differs is the policy's doing.
/// </summary>
/// <param name="inForce">The policy in force at a moment.</param>
/// <param name="history">What is kept; null where the bus keeps nothing.</param>
internal sealed class FairnessDryRun(ICurrentPolicy inForce, IEventHistory? history = null) : IPolicyDryRun<FairnessPolicy>
{
    private static readonly (Outcomes Outcome, string Name)[] Kinds =
        [(Outcomes.Throttled, "throttled"), (Outcomes.Rejected, "rejected"), (Outcomes.Flagged, "flagged"), (Outcomes.Blocked, "blocked")];

    /// <inheritdoc/>
    public async Task<Problem?> TryAsync(FairnessPolicy policy, DryRun run)
    {
        if (history is null)
            return new Problem(ProblemTypes.NoHistory, "The bus of this system (BUS_KIND) keeps no messages that all services have had: fairness can be tried embedded, and on Redis Streams with BUS_HISTORY_MEGABYTES.");
        FairnessPolicy now = await inForce.AtAsync(run.At, run.Cancellation);
        var players = new Judged(now, policy.Over(now.Orders), run.Settings.Players);
        await foreach (ReadOnlyMemory<byte> payload in history.ReadAsync(run.Since, run.IsOverAsync, run.Cancellation))
            players.Take(EventBatch.Trusted(payload), run);

        run.Players = players.Count;
        for (int number = 0; number < players.Count; number++)
            Note(run, players, number);
        return null;
    }

    private static void Note(DryRun run, Judged players, int number)
    {
        (Outcomes now, Outcomes then, string? ruleNow, string? ruleThen) = players[number];
        foreach ((Outcomes outcome, string name) in Kinds)
        {
            bool was = now.HasFlag(outcome), will = then.HasFlag(outcome);
            if (was && will)
                run.Change(name).Keep();
            else if (was)
                run.Change(name).Lose(DryRunCase.OfPlayer(players.Name(number), outcome == Outcomes.Flagged ? ruleNow : name, null));
            else if (will)
                run.Change(name).Gain(DryRunCase.OfPlayer(players.Name(number), null, outcome == Outcomes.Flagged ? ruleThen : name));
        }
    }

    /// <summary>Players, and what became of them by either policy.</summary>
    private sealed class Judged(FairnessPolicy now, FairnessPolicy then, int most)
    {
        private readonly ReplayedRules _now = new(now), _then = new(then);
        private readonly IdTable _ids = new();
        private readonly List<(Outcomes Now, Outcomes Then, string? RuleNow, string? RuleThen)> _outcomes = [];

        public int Count => _outcomes.Count;

        public (Outcomes Now, Outcomes Then, string? RuleNow, string? RuleThen) this[int number] => _outcomes[number];

        public string Name(int number) => Encoding.ASCII.GetString(_ids.Utf8(number));

        public void Take(EventBatch batch, DryRun run)
        {
            foreach (GameEvent e in batch)
            {
                int number = _ids.Find(e.PlayerId);
                if (number < 0)
                {
                    if (_ids.Count >= most)
                    {
                        run.Cut("players");
                        continue;
                    }

                    number = _ids.GetOrAdd(e.PlayerId, out _);
                    _outcomes.Add(default);
                }

                run.Saw(e.AcceptedAt);
                UInt128 player = IdHash.Of(e.PlayerId);
                (Outcomes before, Outcomes after, string? ruleNow, string? ruleThen) = _outcomes[number];
                before |= _now.Take(player, e, batch.Unverified, out string? brokenNow);
                after |= _then.Take(player, e, batch.Unverified, out string? brokenThen);
                _outcomes[number] = (before, after, ruleNow ?? brokenNow, ruleThen ?? brokenThen);
            }
        }
    }
}
