namespace LiveOps.Tests.Leaderboard;

/// <summary>Which store the boards are in.</summary>
public enum BoardStores
{
    /// <summary>In this process, on a journal.</summary>
    Memory,

    /// <summary>A real MariaDB and a real Redis.</summary>
    MySql,

    /// <summary>A real PostgreSQL and a real Redis.</summary>
    Postgres,
}
