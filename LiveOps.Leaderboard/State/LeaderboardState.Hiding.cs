using LiveOps.Core.Verdicts;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;

namespace LiveOps.Leaderboard.State;

/// <summary>Who is on no board: whom an operator hid, and, where the policy says so, whoever is blocked, for as long as they are. Neither undoes the other.</summary>
internal sealed partial class LeaderboardState
{
    private readonly HashSet<int> _hidden = []; // for either reason
    private readonly HashSet<int> _hiddenByOperator = [];
    private readonly Blocks _blocks = new();

    /// <summary>Whether a player is hidden. Under the gate.</summary>
    public bool IsHidden(int player) => _hidden.Contains(player);

    /// <summary>Why a player is hidden; null when they are not. Under the gate.</summary>
    public HiddenPlayer? HidingOf(int player) => _hidden.Contains(player)
        ? new HiddenPlayer(System.Text.Encoding.ASCII.GetString(Players.Utf8(player)), _hiddenByOperator.Contains(player), Policy.HideBlocked ? _blocks.Until(player, _now) : null)
        : null;

    /// <summary>Whoever is hidden, by id. Under the gate.</summary>
    public IEnumerable<HiddenPlayer> HiddenPlayers() => _hidden
        .Select(player => HidingOf(player)!)
        .OrderBy(hidden => hidden.PlayerId, StringComparer.Ordinal);

    /// <summary>Whoever is blocked and whom no operator hides, by id. Under the gate.</summary>
    public string[] BlockedPlayers() =>
        [.. _blocks.Players.Where(player => _blocks.Until(player, _now) is not null && !_hiddenByOperator.Contains(player)).Select(Players.Text).Order(StringComparer.Ordinal)];

    /// <summary>Whether a player is blocked, hidden or not.</summary>
    public bool IsBlocked(string id, long now)
    {
        lock (Gate)
            return Players.Find(System.Text.Encoding.ASCII.GetBytes(id)) is >= 0 and var player && _blocks.Until(player, now) is not null;
    }

    private void Hide(ReadOnlySpan<byte> id)
    {
        lock (Gate)
        {
            int player = Players.GetOrAdd(id, out _);
            _hiddenByOperator.Add(player);
            Reconsider(player, _now);
        }
    }

    private void Show(ReadOnlySpan<byte> id)
    {
        lock (Gate)
        {
            int player = Players.Find(id);
            if (player >= 0 && _hiddenByOperator.Remove(player))
                Reconsider(player, _now);
        }
    }

    private void Block(in PlayerBlock said)
    {
        lock (Gate)
        {
            byte[] id = System.Text.Encoding.ASCII.GetBytes(said.PlayerId);
            int player = Players.Find(id);
            if (player < 0 && said.Until <= _now)
                return; // nothing to undo
            player = Players.GetOrAdd(id, out _);
            if (!_blocks.Note(player, said, _now))
                return;
            Reconsider(player, _now);
            SetDue(Math.Min(_nextDue, _blocks.NextDue(_now)));
        }
    }

    // Those whose block has ended by a time are shown again, before anything that carries a later one is applied.
    private void EndBlocks(long time)
    {
        lock (Gate)
        {
            ReconsiderBlocked(time);
            _blocks.Sweep(time);
        }
    }

    private void ReconsiderBlocked(long time)
    {
        foreach (int player in _blocks.Players)
            Reconsider(player, time);
    }

    private void Reconsider(int player, long time)
    {
        bool hide = _hiddenByOperator.Contains(player) || (Policy.HideBlocked && _blocks.Until(player, time) is not null);
        if (hide ? !_hidden.Add(player) : !_hidden.Remove(player))
            return;
        foreach (Track track in Tracks())
        {
            foreach (OpenPeriod period in track.Open)
            {
                if (hide)
                    period.Hide(player);
                else
                    period.Show(player);
            }

            foreach (Archive archive in track.Closed)
            {
                if (hide)
                    archive.Hide(player);
                else
                    archive.Show(player);
            }
        }
    }

    private void ForgetHiding(int player)
    {
        _hidden.Remove(player);
        _hiddenByOperator.Remove(player);
        _blocks.Forget(player);
    }
}
