namespace LiveOps.Fairness.Rules;

/// <summary>The numbers behind a broken rule; what they mean is the rule's affair.</summary>
/// <param name="Value">What was seen.</param>
/// <param name="Limit">What it was held against.</param>
/// <param name="Mean">The player's own mean, where the rule knows one.</param>
/// <param name="Deviation">And the standard deviation.</param>
/// <param name="Count">Over how many.</param>
internal readonly record struct Evidence(double Value, double Limit = 0, double Mean = 0, double Deviation = 0, int Count = 0);
