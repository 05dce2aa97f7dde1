namespace LiveOps.Tests.Progression;

/// <summary>Where progress may be kept. Every test of what the service does runs in each; <see cref="ProgressStore"/> makes them.</summary>
public enum ProgressStores
{
    /// <summary>In this process, on a journal.</summary>
    Memory,

    /// <summary>A real MariaDB, and a real Redis as cache.</summary>
    MySql,

    /// <summary>A real PostgreSQL, and a real Redis as cache.</summary>
    Postgres,
}
