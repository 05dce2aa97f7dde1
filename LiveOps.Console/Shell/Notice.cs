namespace LiveOps.Console.Shell;

/// <summary>What became of what was asked for last.</summary>
/// <param name="IsGood">Whether it was done.</param>
/// <param name="Text">The console's own words.</param>
/// <param name="Detail">What a service said, in its words.</param>
/// <param name="Status">The status of a page that says so.</param>
public sealed record Notice(bool IsGood, string Text, string Detail = "", int Status = 200);
