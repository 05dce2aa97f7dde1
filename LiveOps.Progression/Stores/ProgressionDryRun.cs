using System.Globalization;
using LiveOps.Core.Problems;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.Progression.Stores;

/// <summary>Tries rules on all players there are: whose level would be another, and who would gain which reward, each at their next event.</summary>
internal sealed class ProgressionDryRun(IPlayersToTry players) : IPolicyDryRun<ProgressionRules>
{
    /// <inheritdoc/>
    public async Task<Problem?> TryAsync(ProgressionRules policy, DryRun run)
    {
        var tried = new TriedRules(await players.RulesAsync(run.At, run.Cancellation), policy);
        await foreach (IReadOnlyList<TriedPlayer> some in players.ReadAsync(run.Cancellation))
        {
            if (run.IsOver())
                break;
            foreach (TriedPlayer player in some)
                Note(run, player.PlayerId, tried.Try(player));
            run.Players += some.Count;
            await run.BreatheAsync();
        }

        return null;
    }

    private static void Note(DryRun run, string player, (int Now, int Then, IReadOnlyList<string> Gained) found)
    {
        DryRunChange level = run.Change("level");
        var moved = DryRunCase.OfPlayer(player, found.Now.ToString(CultureInfo.InvariantCulture), found.Then.ToString(CultureInfo.InvariantCulture));
        if (found.Then > found.Now)
            level.Gain(moved);
        else if (found.Then < found.Now)
            level.Lose(moved);
        else
            level.Keep();
        foreach (string reward in found.Gained)
            run.Change("reward", reward).Gain(DryRunCase.OfPlayer(player, null, reward));
    }
}
