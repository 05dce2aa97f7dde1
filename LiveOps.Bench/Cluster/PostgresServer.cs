using System.Diagnostics;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Cluster;

/// <summary>A PostgreSQL on a free port with an empty cluster of databases, fsync on. Of its settings
/// only those differ that docs/decisions/sql.md advises.</summary>
internal sealed class PostgresServer : DatabaseServer
{
    private const string User = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("liveops-bench-").FullName;
    private readonly Process _process;

    public PostgresServer()
    {
        string data = Path.Combine(_folder, "data");
        if (Environment.IsPrivilegedProcess)
            LocalProgram.Run(null, "chown", User, _folder);
        LocalProgram.Run(User, "initdb", "-D", data, "-A", "trust", "-U", User, "-E", "UTF8", "--locale=C", "--no-sync");
        _process = LocalProgram.Start(User, "postgres", [], null, "-D", data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", "-c", "wal_compression=on", "-c", "max_wal_size=4GB");
        try
        {
            WaitUntilReady();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override string Name => "PostgreSQL";

    public override int Id => _process.Id;

    public override string CreateDatabase(string name)
    {
        Sql($"CREATE DATABASE {name}");
        return $"Host=127.0.0.1;Port={Port};Database={name};Username={User}";
    }

    public override void Dispose()
    {
        LocalProgram.Run(User, "pg_ctl", "stop", "-D", Path.Combine(_folder, "data"), "-m", "immediate");
        _process.WaitForExit(10_000);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public override void Sql(string statement, string? database = null) =>
        LocalProgram.Run(null, "psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-d", database ?? User, "-v", "ON_ERROR_STOP=1", "-c", statement);

    public override string Numbers(int count) => $"SELECT n FROM generate_series(0, {count - 1}) AS n";

    public override void Analyze(string table, string database) => Sql($"ANALYZE {table}", database);
}
