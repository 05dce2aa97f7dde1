namespace LiveOps.Console.Shell;

/// <summary>Where to go back to: a page of ours, whatever was asked for.</summary>
internal static class LocalPath
{
    private const int Longest = 500;

    /// <summary>The path where it is one of ours; else the first page.</summary>
    public static string Of(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= Longest && !path.Any(c => char.IsControl(c) || c is '\\' || c > '~') ? path : "/";
}
