using System.Buffers;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// The players of one round, in the very structures that the embedded state lives in, so that the same code judges and learns. Used again
/// and again, by one round at a time.
/// </summary>
internal sealed class Workspace
{
    private readonly List<StoredPlayer?> _byNumber = [];
    private FairnessPolicy _policy = null!;

    /// <summary>Holds them.</summary>
    public Shard Shard { get; } = new();

    /// <summary>Room to put a part together in.</summary>
    public ArrayBufferWriter<byte> PartBuffer { get; } = new();

    /// <summary>All of them.</summary>
    public List<StoredPlayer> Players { get; } = [];

    public StoredPlayer this[int number] => _byNumber[number]!;

    /// <summary>Begins a round: nobody is there.</summary>
    public void Begin(FairnessPolicy policy)
    {
        _policy = policy;
        Shard.Records.Clear();
        foreach (StoredPlayer player in Players)
        {
            Shard.ForgetPlayer(player.Number);
            _byNumber[player.Number] = null;
        }

        Players.Clear();
        Shard.Gains.Use(policy.GainLayout, policy.Gains.Length);
    }

    /// <summary>A player of the round.</summary>
    public StoredPlayer Enter(ReadOnlySpan<byte> playerId)
    {
        UInt128 id = IdHash.Of(playerId);
        int number = Shard.Enter(id);
        while (number >= _byNumber.Count)
            _byNumber.Add(null);
        if (_byNumber[number] is { } known)
            return known;
        var player = new StoredPlayer(id, number);
        _byNumber[number] = player;
        Players.Add(player);
        return player;
    }

    /// <summary>Brings the player to what was read of them, whatever a former try has made of them.</summary>
    public void Take(StoredPlayer player)
    {
        player.TryAgain();
        ref PlayerSlot slot = ref Shard.Players[player.Number];
        Shard.Scores.Free(ref slot.Scores);
        (slot.Arrival, slot.LearnedAt, slot.ScoreRhythm, slot.KillRhythm) = (0, 0, default, default);
        Shard.Gains.Of(player.Number).Clear();
        Shard.DropRecord(player.Id);
        ConductFormat.Read(player.Conduct?.Was, Shard, player.Number, _policy);
        if (player.History is { } history)
            HistoryFormat.Read(history.Was, Shard, player.Number, player.Learned);
    }
}
