using System.Data.Common;
using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Ends running periods before their time: in one transaction with the gate alone the period gets its new end and what is left of it a row. So
/// of several who ask at once one ends it, and the others find that what they named does not run any more, or that nobody has scored in what is left. Closing it is left to
/// <see cref="Closer"/>, as for any period that has ended: a crash leaves nothing half done.
/// </summary>
internal sealed class EarlyCloser(Gate gate, SqlDatabase<LeaderboardContext> database, IPolicies<LeaderboardPolicy> policy, TimeProvider clock)
{
    /// <summary>Ends the running period of a window; where a period is named, only that one.</summary>
    public async Task<Answer<RolledOver>> EndAsync(string board, string window, string? named, AuditEntry audit)
    {
        Problem? problem = null;
        ((int Id, Period Ended, Period Left) split, _) = await gate.ChangeAsync(
            "end",
            async (unit, catalogue) =>
            {
                StoredPeriod running = null!;
                problem = Named.Find(catalogue, policy.Current, board, window, out SharedBoard found, out WindowKind kind)
                    ?? EarlyRollover.Find(found.Tracks[(int)kind], found.Rules(policy.Current), clock.Now(), named, out running);
                if (problem is not null)
                    return null;
                (Period ended, Period left) = EarlyRollover.Split(running.Period, clock.Now());
                if (!await HasScoresAsync(unit, running.Id))
                {
                    problem = EarlyRollover.Nobody(running.Period.Name);
                    return null;
                }

                await SplitAsync(unit, running, ended, left);
                var rolled = new RolledOver(ended, 0, Final: false, left);
                await unit.ExecuteAsync(AuditSteps.Write(audit with { Before = AuditJson.Before(rolled), After = AuditJson.After(rolled) }));
                return (((int Id, Period Ended, Period Left), long)?)((running.Id, ended, left), 0);
            });
        return problem is null ? new RolledOver(split.Ended, await CountAsync(split.Id), Final: false, split.Left) : problem;
    }

    private static async Task SplitAsync(SqlUnit unit, StoredPeriod running, Period ended, Period left)
    {
        int changed = await unit.ExecuteAsync(
            ("period_end", Json.Period(running.Id, ("closes", ended.Closes))),
            ("periods_open", SqlBatch.Many([left], (json, period) =>
            {
                json.WriteString("board", running.Board.Name);
                json.WriteNumber("win", (int)running.Window);
                json.WriteString("name", period.Name);
                json.WriteNumber("opens", period.Opens);
                json.WriteNumber("closes", period.Closes);
            })));
        if (changed != 2)
            throw new InvalidOperationException($"{running.Period.Name} cannot be ended: the name {left.Name} is in use");
    }

    private static async Task<bool> HasScoresAsync(SqlUnit unit, int period)
    {
        await using DbDataReader rows = await unit.ReadAsync(("scores_any", Json.Period(period)));
        return await rows.ReadAsync(unit.Cancellation);
    }

    // Of the database, not of Redis, which may be away: the period has ended by now, and asking again would not be answered with it.
    private Task<int> CountAsync(int period) => database.ReadAsync(
        "end",
        (context, token) => context.Scores.CountAsync(row => row.Period == period && !context.Hidden.Any(hidden => hidden.Player == row.Player), token),
        default);
}
