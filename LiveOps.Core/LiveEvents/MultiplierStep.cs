namespace LiveOps.Core.LiveEvents;

/// <summary>From when on a multiplier holds.</summary>
/// <param name="From">The first moment: Unix ticks.</param>
/// <param name="Hundredths">The multiplier, in hundredths.</param>
public readonly record struct MultiplierStep(long From, int Hundredths);
