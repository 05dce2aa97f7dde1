namespace LiveOps.ServiceDefaults.Sql.Providers;

/// <summary>Which SQL a database speaks: <c>DB_KIND</c>.</summary>
public enum SqlKind
{
    /// <summary><c>mysql</c>: MySQL or MariaDB, the first of them.</summary>
    MySql,

    /// <summary><c>postgres</c>: PostgreSQL.</summary>
    Postgres,
}
