using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Providers;
using Npgsql;

namespace LiveOps.LocalServers.Sql;

/// <summary>PostgreSQL; unless it is measured nothing it writes is forced to the disk, and <c>kill -9</c> loses nothing all the same.</summary>
internal sealed class PostgresServer(bool isMeasured) : SqlServer(isMeasured)
{
    public override SqlKind Kind => SqlKind.Postgres;

    protected override string User => "postgres";

    protected override string KillSignal => "QUIT"; // at once, but it gives back its shared memory

    protected override string AdministrationDatabase => "postgres";

    // Thousands of connections are made, each would be a handshake: whoever wants TLS says so.
    public override string ConnectionString(string database, string? user = null) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={user ?? User};SSL Mode=Disable;Timeout=60;Command Timeout=120";

    public override Task CreateUserAsync(SqlTestDatabase database, string user) =>
        database.ExecuteAsync($"CREATE ROLE {user} LOGIN; ALTER DATABASE {database.Name} OWNER TO {user}");

    public override Task LimitAsync(SqlTestDatabase database, string user, int connections) =>
        database.ExecuteAsync($"ALTER ROLE {user} CONNECTION LIMIT {connections}");

    // Of new sessions.
    public override async Task SetReadOnlyAsync(SqlTestDatabase database, string user, bool on)
    {
        await database.ExecuteAsync($"ALTER ROLE {user} SET default_transaction_read_only = {(on ? "on" : "off")}");
        if (on)
            await database.CutOffAsync();
    }

    public override DbConnection Connect(string database) => new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");

    public override Task CutOffAsync(SqlTestDatabase database) =>
        database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    protected override void Find() => Program("initdb");

    protected override Task InitializeAsync() =>
        ServerProgram.RunAsync(User, null, Program("initdb"), "-D", Data, "-A", "trust", "-U", User, "-E", "UTF8", "--locale=C", "--no-sync");

    protected override (string Program, string[] Arguments) Command() => (
        Program("postgres"),
        [
            "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
            .. IsMeasured
                ? (string[])["-c", "wal_compression=on", "-c", "max_wal_size=4GB"]
                : ["-c", "fsync=off", "-c", "ssl=on", "-c", $"ssl_cert_file={CertificateFile}", "-c", $"ssl_key_file={KeyFile}"],
        ]);

    private static string Program(string name) => ServerProgram.Find(name, "postgresql");
}
