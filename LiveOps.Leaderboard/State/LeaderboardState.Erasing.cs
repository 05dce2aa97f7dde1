using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.LiveEvents;

namespace LiveOps.Leaderboard.State;

/// <content>Forgetting a player.</content>
internal sealed partial class LeaderboardState
{
    private void Erase(ReadOnlySpan<byte> id)
    {
        string name = System.Text.Encoding.ASCII.GetString(id);
        Audit.Erase(name);
        Outbox.Erase(name);
        lock (Gate)
        {
            _owedRewards.Erase(name);
            int player = Players.Find(id);
            if (player < 0)
                return;
            foreach (Board board in _boards)
            {
                foreach (Track track in board.Tracks)
                {
                    foreach (OpenPeriod period in track.Open)
                        period.Remove(player);
                    foreach (Archive archive in track.Closed)
                        archive.Anonymise(player);
                }

                foreach (Champions champions in board.Hall)
                    champions.Erase(player, _hidden.Contains(player));
            }

            foreach (League league in Leagues.All)
                league.Erase(player);
            foreach (Entrants entrants in _entrants.Values)
                entrants.Forget(player);
            ForgetHiding(player);
            Players.Remove(id);
        }
    }
}
