namespace LiveOps.Fairness.Verdicts;

/// <summary>Is told of every rule that an event broke, whatever follows from it.</summary>
internal interface IBrokenRules
{
    /// <summary>A rule was broken.</summary>
    void Broken(string rule);
}
