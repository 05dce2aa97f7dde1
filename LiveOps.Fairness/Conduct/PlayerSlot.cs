using LiveOps.Core.Events;

namespace LiveOps.Fairness.Conduct;

/// <summary>One player: a cache line. <see cref="Arrival"/> is memory only; the rest is learned from the journal.</summary>
internal struct PlayerSlot
{
    /// <summary>The id's hash (<see cref="Core.Ids.IdHash"/>): the ids themselves are not kept.</summary>
    public ulong High;

    /// <summary>The hash's lower half.</summary>
    public ulong Low;

    /// <summary>Theoretical arrival time of <see cref="Policies.RateLimit"/>.</summary>
    public long Arrival;

    /// <summary>One more than where the score histories lie; 0 for none. See <see cref="Players.ScoreHistories"/>.</summary>
    public int Scores;

    /// <summary>When an event was last learned: Unix seconds; 0 for never.</summary>
    public uint LearnedAt;

    /// <summary>Of scores.</summary>
    public Rhythm ScoreRhythm;

    /// <summary>Of kills.</summary>
    public Rhythm KillRhythm;

    /// <summary>Whether the slot is in use.</summary>
    public bool Used;

    /// <summary>Whether the shard holds a <see cref="Standings.PlayerRecord"/>.</summary>
    public bool Recorded;

    public readonly UInt128 Id => new(High, Low);

    /// <summary>The rhythm for an event type that has one.</summary>
    public static ref readonly Rhythm RhythmOf(in PlayerSlot player, EventType type)
    {
        if (type == EventType.ScoreSubmitted)
            return ref player.ScoreRhythm;
        return ref player.KillRhythm;
    }
}
