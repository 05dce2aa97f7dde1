using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Rows of several rankings.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Places">Of each row, which ranking it stands in.</param>
internal sealed record PlacedRows(RowBuffer Rows, IReadOnlyList<RowPlace> Places);

/// <summary>Which ranking a row stands in.</summary>
internal readonly record struct RowPlace(string Board, WindowKind Window, string Period);
