namespace LiveOps.Core.Windows;

/// <summary>The wire names of <see cref="WindowKind"/>.</summary>
public static class WindowKinds
{
    /// <summary>How many kinds there are: the length of arrays indexed by kind.</summary>
    public const int Count = 4;

    /// <summary>Every kind, in the order of their numbers.</summary>
    public static IReadOnlyList<WindowKind> All { get; } = [WindowKind.Daily, WindowKind.Weekly, WindowKind.Seasonal, WindowKind.All];

    /// <summary>The name used in paths, JSON and metric labels.</summary>
    public static string Name(WindowKind kind) => kind switch
    {
        WindowKind.Daily => "daily",
        WindowKind.Weekly => "weekly",
        WindowKind.Seasonal => "seasonal",
        WindowKind.All => "all",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a window"),
    };

    /// <summary>Reads a wire name; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out WindowKind kind)
    {
        (kind, bool known) = name switch
        {
            "daily" => (WindowKind.Daily, true),
            "weekly" => (WindowKind.Weekly, true),
            "seasonal" => (WindowKind.Seasonal, true),
            "all" => (WindowKind.All, true),
            _ => (default, false),
        };
        return known;
    }
}
