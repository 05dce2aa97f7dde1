using LiveOps.Core.Events;
using LiveOps.Fairness.Conduct;

namespace LiveOps.Fairness.Rules;

/// <summary>An event and what is known of its player.</summary>
internal readonly ref struct RuleContext(in GameEvent e, ref PlayerSlot player, ref readonly ScoreHistory scores, bool ascending, ReadOnlySpan<GainWindow> gains)
{
    public readonly GameEvent Event = e;

    public readonly ref readonly PlayerSlot Player = ref player;

    /// <summary>The player's history on the score's board; a null reference for other events and without one.</summary>
    public readonly ref readonly ScoreHistory Scores = ref scores;

    /// <summary>Whether the lowest score is best on the score's board.</summary>
    public readonly bool Ascending = ascending;

    /// <summary>By <see cref="GainRule.Index"/>.</summary>
    public readonly ReadOnlySpan<GainWindow> Gains = gains;
}
