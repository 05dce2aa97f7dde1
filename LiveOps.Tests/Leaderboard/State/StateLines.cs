using System.Text;
using System.Text.Json;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.State;

/// <summary>Everything that readers can see of a state, a line a row, as <see cref="ReferenceBoards.Lines"/> says it.</summary>
internal static class StateLines
{
    public static IEnumerable<string> Of(LeaderboardState state)
    {
        foreach (Board board in state.Boards)
        {
            foreach (Track track in board.Tracks)
            {
                foreach (IStandings standings in track.Open.Concat<IStandings>(track.Closed))
                {
                    var rows = new RowBuffer();
                    standings.CopyTo(rows, 0, int.MaxValue, state.Players);
                    Assert.Equal(standings.Total, rows.Count);
                    foreach ((string line, int rank, string? player) in Rows(rows))
                    {
                        if (player is not null)
                            Assert.Equal(rank - 1, standings.RankOf(state.Players.Find(Encoding.ASCII.GetBytes(player))));
                        yield return $"{(standings is Archive ? "closed" : "open")} {board.Name} {track.Window} {standings.Period.Name}: {line}";
                    }
                }
            }

            foreach (Champions champions in board.Hall)
            {
                var rows = new RowBuffer();
                champions.CopyTo(rows, board.Rules.Champions, state.Players, state.IsHidden);
                foreach ((string line, _, _) in Rows(rows))
                    yield return $"champion {board.Name} {champions.Window} {champions.Period}: {line}";
            }
        }
    }

    /// <summary>Saves a state and loads it into a new one.</summary>
    public static LeaderboardState Reload(LeaderboardState state)
    {
        using var snapshot = new MemoryStream();
        state.Save(snapshot);
        snapshot.Position = 0;
        LeaderboardState loaded = New();
        loaded.Load(snapshot);
        Assert.Equal(snapshot.Length, snapshot.Position);
        return loaded;
    }

    public static LeaderboardState New() => new(new RecentEvents(TimeSpan.FromHours(24), 100_000));

    private static IEnumerable<(string Line, int Rank, string? Player)> Rows(RowBuffer rows)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            rows.WriteArray(json, "rows"u8);
            json.WriteEndObject();
        }

        foreach (JsonElement row in JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("rows").EnumerateArray())
        {
            string? player = row.GetProperty("playerId").GetString();
            int rank = row.GetProperty("rank").GetInt32();
            long time = UnixTicks.Of(row.GetProperty("achievedAt").GetDateTime());
            yield return ($"{rank} {player ?? "-"} {row.GetProperty("score")} {time}", rank, player);
        }
    }
}
