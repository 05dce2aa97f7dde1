using System.Data.Common;
using LiveOps.Core.Notices;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Leagues;

/// <summary>
/// Who was absent from a period: nobody who joined its season, nor who is hidden, nor who scored while the league rested or in an earlier part of the same period. At a part that goes on nobody
/// is absent yet, and who was present in it is noted.
/// </summary>
internal static class LeagueAbsences
{
    /// <summary>How many players are one step; the statements say it too.</summary>
    private const int Chunk = 1000;

    /// <summary>Notes the next players of the season of a part that goes on; how far it is then.</summary>
    public static async Task<ClosingProgress> NotePresentAsync(ClosingUnit closing)
    {
        if (!closing.Closing.GoesOn)
            return closing.Progress.To(ClosingStep.Absent);
        List<string> players = await PlayersAsync(closing);
        await closing.Unit.ExecuteAsync(closing.Presence(closing.Progress.Player.Length == 0 ? ["", .. players] : players));
        return players.Count < Chunk ? closing.Progress.To(ClosingStep.Absent) : closing.Progress with { Player = players[^1] };
    }

    /// <summary>Sees to the next players who are above the lowest division; how far it is then.</summary>
    public static async Task<ClosingProgress> NextAsync(ClosingUnit closing, WantedNotices wanted)
    {
        bool falls = closing is { Counts: true, Closing.GoesOn: false } && closing.Rules!.AbsentFall;
        if (!falls && !closing.Closing.GoesOn)
            return closing.Progress.To(ClosingStep.Parts);
        List<Risen> risen = await RisenAsync(closing);
        NoticeBuffer notices = wanted.Begin();
        Risen[] absent = falls ? [.. risen.Where(one => !one.IsPresent && !one.WasPresent && !one.IsHidden)] : [];
        foreach (Risen one in absent)
            closing.Tell(notices, one.Player, one.Division, one.Division - 1, "fallen");
        string[] present = falls ? [] : [.. risen.Where(one => one.IsPresent).Select(one => one.Player)];
        await closing.Unit.ExecuteAsync([
            .. closing.Places(absent.Select(one => (one.Player, one.Division - 1))), .. NoticeSteps.Write(notices),
            .. present.Length == 0 ? [] : new (string, SqlInput)[] { closing.Presence(present) }]);
        ClosingProgress progress = closing.Progress with { Fallen = closing.Progress.Fallen + absent.Length };
        return risen.Count < Chunk ? progress.To(ClosingStep.Parts) : progress with { Player = risen[^1].Player };
    }

    private static async Task<List<string>> PlayersAsync(ClosingUnit closing)
    {
        var players = new List<string>();
        await using DbDataReader rows = await closing.Unit.ReadAsync(("league_present", closing.Named(closing.Progress.Player, Chunk)));
        while (await rows.ReadAsync(closing.Unit.Cancellation))
            players.Add(rows.GetString(0));
        return players;
    }

    private static async Task<List<Risen>> RisenAsync(ClosingUnit closing)
    {
        var risen = new List<Risen>();
        await using DbDataReader rows = await closing.Unit.ReadAsync(("league_risen", closing.Named(closing.Progress.Player, Chunk)));
        while (await rows.ReadAsync(closing.Unit.Cancellation))
            risen.Add(new Risen(rows.GetString(0), rows.GetInt32(1), rows.GetInt64(2) != 0, rows.GetInt64(3) != 0, rows.GetInt64(4) != 0));
        return risen;
    }

    private readonly record struct Risen(string Player, int Division, bool IsPresent, bool WasPresent, bool IsHidden);
}
