using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>What this process knows of a player, read from the state.</summary>
internal sealed class MemoryKnownPlayers(LeaderboardState state, ILeagueStore leagues, TimeProvider clock) : IKnownPlayers
{
    /// <inheritdoc/>
    public async ValueTask<KnownPlayer> FindAsync(string player, CancellationToken cancellation)
    {
        List<KnownPlace> ranks = [], past = [];
        long now = clock.Now();
        Board[] boards;
        lock (state.Gate)
            boards = [.. state.Boards];
        foreach (Board board in boards)
        {
            lock (state.Gate) // for one board at a time: there may be thousands
            {
                int number = Lookup.FindPlayer(state, player);
                if (number < 0)
                    break;
                if (Lookup.FindBoard(state, board.Name, out Board found) is not null || found != board)
                    continue; // it was dropped meanwhile
                Add(board, number, now, ranks, past);
            }

            if (past.Count > 4 * KnownPlayer.Most)
                past = [.. KnownPlace.NewestFirst(past).Take(KnownPlayer.Most + 1)];
        }

        HiddenPlayer? hiding;
        KnownEntry[] entries;
        lock (state.Gate)
        {
            int number = Lookup.FindPlayer(state, player);
            hiding = number < 0 ? null : state.HidingOf(number);
            entries = number < 0 ? [] : [.. state.EntriesOf(number).Select(entry => new KnownEntry(entry.LiveEvent, entry.Attempts))];
        }

        return KnownPlayer.Of(ranks, hiding, past, await leagues.KnownAsync(player), entries);
    }

    private void Add(Board board, int player, long now, List<KnownPlace> ranks, List<KnownPlace> past)
    {
        foreach (Track track in board.Tracks)
        {
            foreach (OpenPeriod open in track.Open)
            {
                if (open.TryFindScore(player, out long score, out long time))
                    (open.Period.Closes > now ? ranks : past).Add(new KnownPlace(board.Name, track.Window, open.Period, Rank(open.RankOf(player)), score, time));
            }

            foreach (Archive archive in track.Closed)
            {
                if (archive.TryFindScore(player, out long score, out long time))
                    past.Add(new KnownPlace(board.Name, track.Window, archive.Period, Rank(archive.RankOf(player)), score, time, true));
            }
        }

        // Of older periods the best are kept.
        foreach (Champions champions in board.Hall)
        {
            if (champions.TryFindScore(player, state.IsHidden, out int rank, out long score, out long time))
                past.Add(new KnownPlace(board.Name, champions.Window, new Period(champions.Period, long.MinValue, champions.Closes), Rank(rank), score, time, true));
        }
    }

    private static int? Rank(int at) => at < 0 ? null : at + 1;
}
