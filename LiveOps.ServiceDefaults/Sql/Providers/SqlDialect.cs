namespace LiveOps.ServiceDefaults.Sql.Providers;

/// <summary>The texts of one kind of SQL, statements of migrations among them.</summary>
internal sealed record SqlDialect
{
    /// <summary>The folder of its scripts and statements among an assembly's resources.</summary>
    public required string Folder { get; init; }

    /// <summary>How a statement names its one parameter once it is loaded.</summary>
    public required string Parameter { get; init; }

    /// <summary>Waits until no other session migrates this database, and answers 1; holds until the session ends.</summary>
    public required string LockMigrations { get; init; }

    public string CreateHistory { get; init; } =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

    public string ReadHistory { get; init; } = "SELECT number FROM schema_migrations ORDER BY number";

    public static SqlDialect Postgres { get; } = new()
    {
        Folder = "postgres",
        Parameter = "$1", // named ones would be looked for in the text, again with each execution
        LockMigrations = "SELECT 1 FROM pg_advisory_lock(7809632341)", // "liveops" on a telephone's keys; the lock is the database's own
    };

    public static SqlDialect MySql { get; } = new()
    {
        Folder = "mysql",
        Parameter = "@batch",
        LockMigrations = "SELECT GET_LOCK(CONCAT('liveops:', SHA1(DATABASE())), 86400)", // the server's; a database's own name may be as long as a lock's
    };

    /// <summary>Records a script as run.</summary>
    public static string Record(int number, string name) => $"INSERT INTO schema_migrations (number, name) VALUES ({number}, '{name}')";
}
