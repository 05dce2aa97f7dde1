namespace LiveOps.Core.Windows;

/// <summary>One period of a window: from <paramref name="Opens"/> up to, not including, <paramref name="Closes"/>.</summary>
/// <param name="Name">Daily <c>2026-11-20</c>, weekly <c>2026-W47</c>, a quarter <c>2026-Q4</c> or the season's id, <c>all</c>; what an early rollover leaves of one, <c>2026-11-20~2</c>.</param>
/// <param name="Opens">See <see cref="UnixTicks"/>; <see cref="long.MinValue"/> for <c>all</c>.</param>
/// <param name="Closes">See <see cref="UnixTicks"/>; <see cref="long.MaxValue"/> for <c>all</c>.</param>
public readonly record struct Period(string Name, long Opens, long Closes)
{
    /// <summary>The one period of the window <c>all</c>.</summary>
    public static readonly Period All = new("all", long.MinValue, long.MaxValue);

    /// <summary>Whether the instant falls in it.</summary>
    public bool Contains(long instant) => instant >= Opens && instant < Closes;
}
