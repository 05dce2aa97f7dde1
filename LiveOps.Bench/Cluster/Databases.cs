using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Bench.Cluster;

/// <summary>What is written differently for each kind of database.</summary>
internal static class Databases
{
    /// <summary>What <c>--database</c> may say.</summary>
    public static readonly string[] Kinds = ["mysql", "postgres"];

    /// <summary>The kind that <c>--database</c> said.</summary>
    public static SqlKind Kind(string name) => name == "postgres" ? SqlKind.Postgres : SqlKind.MySql;

    /// <summary>What it is called.</summary>
    public static string Name(SqlKind kind) => kind == SqlKind.Postgres ? "PostgreSQL" : "MariaDB";

    /// <summary>A query of so many rows, each a number <c>n</c> from 0.</summary>
    public static string Numbers(SqlKind kind, int count) =>
        kind == SqlKind.Postgres ? $"SELECT n FROM generate_series(0, {count - 1}) AS n" : $"SELECT seq AS n FROM seq_0_to_{count - 1}";

    /// <summary>Inserts the rows of a query whose keys are not there. Looking for each key in the query would read the whole table each time in MariaDB, where an id that is put together is of another character set.</summary>
    public static string InsertMissing(SqlKind kind, string into, string query) =>
        kind == SqlKind.Postgres ? $"INSERT INTO {into} {query} ON CONFLICT DO NOTHING" : $"INSERT IGNORE INTO {into} {query}";

    /// <summary>Gathers anew what the planner knows of a table.</summary>
    public static string Analyze(SqlKind kind, string table) => kind == SqlKind.Postgres ? $"ANALYZE {table}" : $"ANALYZE TABLE {table}";
}
