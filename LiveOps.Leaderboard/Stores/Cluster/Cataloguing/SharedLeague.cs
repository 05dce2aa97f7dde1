using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>A league as the document that was put in force last has it, or had it.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="Name">Its name.</param>
/// <param name="Board">Whose scores count, or did.</param>
/// <param name="Window">Whose periods are its seasons, or were.</param>
/// <param name="IsPlayed">Whether the document has it; else it rests.</param>
/// <param name="Divisions">The divisions' names, the lowest first.</param>
internal sealed record SharedLeague(int Id, string Name, string Board, WindowKind Window, bool IsPlayed, IReadOnlyList<string> Divisions)
{
    /// <summary>Whether it is of the same board and window as by these rules.</summary>
    public bool IsOf(string board, WindowKind window) => Board == board && Window == window;
}
