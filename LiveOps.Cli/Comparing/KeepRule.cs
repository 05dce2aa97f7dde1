namespace LiveOps.Cli.Comparing;

/// <summary>What counts of several rows of a player.</summary>
internal enum KeepRule
{
    Best,
    Last,
    Sum,
}
