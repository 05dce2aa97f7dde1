namespace LiveOps.Core.Windows;

/// <summary>A season of the policy.</summary>
/// <param name="Id">Its id, which is also its period's name; see <see cref="Ids.IdRule"/>.</param>
/// <param name="Opens">See <see cref="UnixTicks"/>.</param>
/// <param name="Closes">The first instant after it.</param>
public readonly record struct Season(string Id, long Opens, long Closes);
