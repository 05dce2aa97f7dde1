using System.Globalization;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// Tries a policy on all boards there are and on those that it names:
/// <list type="number">
/// <item>which periods would open, close and move at once, by the very code that decides it;</item>
/// <item>which seasons to come would be others;</item>
/// <item>whose standing would change: on a ranking that turns around, and on one that runs no more;</item>
/// <item>who would be hidden, or shown.</item>
/// </list>
/// </summary>
internal sealed class BoardsDryRun(IBoardSurvey survey) : IPolicyDryRun<LeaderboardPolicy>
{
    private const int PageLength = 1000;

    /// <inheritdoc/>
    public async Task<Problem?> TryAsync(LeaderboardPolicy policy, DryRun run)
    {
        LeaderboardPolicy now = await survey.PolicyAsync(run.At, run.Cancellation);
        Dictionary<string, SurveyedBoard> boards = (await survey.BoardsAsync(run.Cancellation)).ToDictionary(board => board.Name, StringComparer.Ordinal);
        foreach (string name in boards.Keys.Union(now.Boards.Keys, StringComparer.Ordinal).Union(policy.Boards.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (run.IsOver())
                return null;
            await TryAsync(name, boards.GetValueOrDefault(name), now, policy, run);
            await run.BreatheAsync();
        }

        if (now.HideBlocked != policy.HideBlocked) // 4
        {
            foreach (string player in await survey.BlockedAsync(run.Cancellation))
            {
                if (policy.HideBlocked)
                    run.Change("hidden").Gain(DryRunCase.OfPlayer(player, null, "hidden"));
                else
                    run.Change("hidden").Lose(DryRunCase.OfPlayer(player, "hidden", null));
            }
        }

        return null;
    }

    private async Task TryAsync(string name, SurveyedBoard? board, LeaderboardPolicy now, LeaderboardPolicy then, DryRun run)
    {
        bool wasThere = board is not null || now.Boards.ContainsKey(name), willBe = board is not null || then.Boards.ContainsKey(name);
        BoardRules rulesNow = now.RulesOf(name), rulesThen = then.RulesOf(name);
        for (int window = 0; window < WindowKinds.Count; window++)
        {
            var kind = (WindowKind)window;
            SurveyedTrack track = board?.Tracks[window] ?? SurveyedTrack.Of(new PeriodTrack<SurveyedPeriod>(kind));
            SurveyedTrack moved = kind == WindowKind.Seasonal ? Moved(name, track, rulesThen, run.At) : track;
            SurveyedPeriod? open = null;
            Period? before = wasThere && rulesNow.Windows[window] ? track.At(rulesNow, run.At, out open) : null;
            Period? after = willBe && rulesThen.Windows[window] ? moved.At(rulesThen, run.At, out _) : null;
            string of = $"{name}/{WindowKinds.Name(kind)}";
            if (before != after)
                Note(run.Change("period", of), before?.Name ?? after!.Value.Name, before is { } was ? Text(was) : null, after is { } will ? Text(will) : null); // 1
            if (open is null || run.IsOver())
                continue;
            if (after is null || !PartNames.IsPart(after.Value.Name, of: open.Period.Name))
                await LoseAsync(name, kind, open.Period.Name, of, run); // 3
            else if (rulesThen.Descending != board!.Descending)
                await TurnAsync(name, kind, open.Period.Name, of, run);
        }

        if (rulesNow.Windows[(int)WindowKind.Seasonal] || rulesThen.Windows[(int)WindowKind.Seasonal])
            Seasons(name, rulesNow, rulesThen, run); // 2
    }

    // The seasons as they would be once the rules are in force.
    private static SurveyedTrack Moved(string name, SurveyedTrack track, BoardRules rules, long at)
    {
        SurveyedTrack copy = track.Copy();
        foreach ((SurveyedPeriod open, MovedSeason moved) in MovedSeason.Of(name, copy, rules, at).ToArray())
        {
            copy.Open.Remove(open);
            copy.Add(new SurveyedPeriod(moved.Is));
        }

        return copy;
    }

    private static void Seasons(string name, BoardRules now, BoardRules then, DryRun run)
    {
        Dictionary<string, Season> before = ToCome(now, run.At), after = ToCome(then, run.At);
        foreach (string id in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            string? was = before.TryGetValue(id, out Season old) ? Text(new Period(id, old.Opens, old.Closes)) : null;
            string? will = after.TryGetValue(id, out Season other) ? Text(new Period(id, other.Opens, other.Closes)) : null;
            if (was != will)
                Note(run.Change("season", name), id, was, will);
        }
    }

    private static Dictionary<string, Season> ToCome(BoardRules rules, long at) =>
        rules.Calendar.Seasons.Where(season => season.Opens > at).ToDictionary(season => season.Id, StringComparer.Ordinal);

    private static void Note(DryRunChange change, string period, string? now, string? then)
    {
        var one = DryRunCase.OfPeriod(period, now, then);
        if (now is null)
            change.Gain(one);
        else if (then is null)
            change.Lose(one);
        else
            change.Move(one);
    }

    // Nobody of a ranking that runs no more has a standing in what runs.
    private async Task LoseAsync(string board, WindowKind window, string period, string of, DryRun run)
    {
        DryRunChange change = run.Change("standing", of);
        await foreach (SurveyedRow row in RowsAsync(board, window, period, run))
            change.Lose(DryRunCase.OfPlayer(row.PlayerId, Rank(row.Rank), null));
    }

    /// <summary>
    /// Of a ranking that turns around: rows of one score keep their order among themselves, by time, and all others change sides. So a row at place i of n, in a run of one score at places
    /// a to b, comes to place n - 1 - b + (i - a).
    /// </summary>
    private async Task TurnAsync(string board, WindowKind window, string period, string of, DryRun run)
    {
        DryRunChange change = run.Change("standing", of);
        int total = 0;
        var runs = new List<(int First, int Count)>();
        long? score = null;
        await foreach (SurveyedRow row in RowsAsync(board, window, period, run))
        {
            if (row.Score == score)
                runs[^1] = (runs[^1].First, runs[^1].Count + 1);
            else
                runs.Add((total, 1));
            score = row.Score;
            total++;
        }

        int at = 0, seen = 0;
        await foreach (SurveyedRow row in RowsAsync(board, window, period, run))
        {
            if (seen >= total)
                break; // came meanwhile
            if (seen >= runs[at].First + runs[at].Count)
                at++;
            int then = total - runs[at].First - runs[at].Count + (seen - runs[at].First) + 1;
            seen++;
            var one = DryRunCase.OfPlayer(row.PlayerId, Rank(row.Rank), Rank(then));
            if (then < row.Rank)
                change.Gain(one);
            else if (then > row.Rank)
                change.Lose(one);
            else
                change.Keep();
        }
    }

    private async IAsyncEnumerable<SurveyedRow> RowsAsync(string board, WindowKind window, string period, DryRun run)
    {
        for (int offset = 0; !run.IsOver();)
        {
            IReadOnlyList<SurveyedRow> page = await survey.RowsAsync(board, window, period, offset, PageLength, run.Cancellation);
            foreach (SurveyedRow row in page)
                yield return row;
            offset += page.Count;
            if (page.Count < PageLength)
                break;
            await run.BreatheAsync();
        }
    }

    private static string Rank(int rank) => rank.ToString(CultureInfo.InvariantCulture);

    private static string Text(Period period) => period.Closes == long.MaxValue ? "always" : $"{Time(period.Opens)} to {Time(period.Closes)}";

    private static string Time(long instant) => UnixTicks.ToUtc(instant).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
