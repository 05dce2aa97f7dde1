using System.Text;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Leagues;

namespace LiveOps.Leaderboard.State;

/// <content>What others are told. Who is in a period is not: they may be erased, and its history says it. Who has moved in a league is, as long as they are not erased.</content>
internal sealed partial class LeaderboardState
{
    /// <summary>What others are told of what happens here.</summary>
    public NoticeOutbox Outbox { get; } = new(ConsumerName);

    private byte[] SaveOutbox()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Outbox.Save(writer);
        return stream.ToArray();
    }

    private void LoadOutbox(byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved), Encoding.UTF8);
        Outbox.Load(reader);
    }

    private void TellMoved(string league, LeagueOutcome outcome)
    {
        foreach (LeagueMove move in outcome.Moves)
            TellMoved(league, outcome.Season.Period.Name, move);
    }

    private void TellMoved(string league, string period, LeagueMove move) => Outbox.Add(NoticeType.LeagueMoved, move.PlayerId, _now, json =>
    {
        json.WriteString("playerId", move.PlayerId);
        json.WriteString("league", league);
        json.WriteString("period", period);
        json.WriteString("from", move.From);
        json.WriteString("to", move.To);
        json.WriteString("change", move.Change);
    });

    private void TellClosed(Board board, Track track, OpenPeriod period, Archive? archive, bool cancelled)
    {
        if (Outbox.Wants(NoticeType.PeriodClosed))
            TellClosed(board.Name, WindowKinds.Name(track.Window), period.Period, archive?.Total ?? 0, cancelled);
    }

    private void TellClosed(string board, string window, Period period, int total, bool cancelled) => Outbox.Add(NoticeType.PeriodClosed, $"{board}/{window}/{period.Name}", _now, json =>
    {
        json.WriteString("board", board);
        json.WriteString("window", window);
        json.WriteString("period", period.Name);
        json.WriteTime("opensAt", period.Opens);
        json.WriteTime("closesAt", period.Closes);
        json.WriteNumber("total", total);
        json.WriteBoolean("cancelled", cancelled);
    });
}
