namespace LiveOps.Tests.Leaderboard;

/// <summary>The stores that boards may be in. Every test of what boards do runs in each; <see cref="LeaderboardHost"/> starts them.</summary>
public enum BoardStores
{
    /// <summary>In this process, on a journal.</summary>
    Memory,

    /// <summary>A real MariaDB and a real Redis.</summary>
    MySql,

    /// <summary>A real PostgreSQL and a real Redis.</summary>
    Postgres,

    /// <summary>The same, with all ranks in the replica's own memory too.</summary>
    Held,
}
