namespace LiveOps.Tests.House.Rules;

/// <summary>A rule of style that fails the build.</summary>
/// <param name="Says">The rule.</param>
/// <param name="Why">Its reason.</param>
/// <param name="Sample">Code that breaks it once, under a path, to prove that it is seen.</param>
/// <param name="Breaches">Finds what breaks it in a file.</param>
internal sealed record HouseRule(string Says, string Why, (string Path, string Text) Sample, Func<CodeFile, IEnumerable<Breach>> Breaches)
{
    public override string ToString() => Says;
}

/// <summary>A place that breaks a rule.</summary>
internal readonly record struct Breach(string Path, int Line, string What)
{
    public override string ToString() => $"{Path}:{Line}: {What}";
}
