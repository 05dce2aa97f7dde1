using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Providers;
using MySqlConnector;

namespace LiveOps.LocalServers.Sql;

/// <summary>
/// MariaDB; it reads nobody's option files. Unless it is measured its log goes to the operating system with each commit and is not forced to the
/// disk: so <c>kill -9</c> loses nothing.
/// </summary>
internal sealed class MariaDbServer(bool isMeasured) : SqlServer(isMeasured)
{
    private const string Package = "mariadb-server";

    private static readonly string[] Measured = ["--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=1"];

    private static readonly string[] Quick =
    [
        "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M", "--skip-innodb-doublewrite",
        "--max-allowed-packet=5M", // a third of what it has by itself: nobody sends more at once
    ];

    private string LogFileSize => "--innodb-log-file-size=" + (IsMeasured ? "1G" : "10M");

    public override SqlKind Kind => SqlKind.MySql;

    protected override string User => "mysql";

    protected override string AdministrationDatabase => "mysql";

    public override Task CreateUserAsync(SqlTestDatabase database, string user) =>
        database.ExecuteAsync($"CREATE USER {user}@'%'; GRANT ALL ON {database.Name}.* TO {user}@'%'");

    public override Task LimitAsync(SqlTestDatabase database, string user, int connections) =>
        database.ExecuteAsync($"ALTER USER {user}@'%' WITH MAX_USER_CONNECTIONS {connections}");

    // Of the whole server, but all other tests are administrators.
    public override Task SetReadOnlyAsync(SqlTestDatabase database, string user, bool on) => database.ExecuteAsync($"SET GLOBAL read_only = {(on ? 1 : 0)}");

    public override string ConnectionString(string database, string? user = null) =>
        $"Server=127.0.0.1;Port={Port};Database={database};User ID={user ?? "root"};SSL Mode=None;Connection Timeout=60;Default Command Timeout=120";

    public override DbConnection Connect(string database) => new MySqlConnection(ConnectionString(database) + ";Pooling=false;Allow User Variables=true");

    public override async Task CutOffAsync(SqlTestDatabase database)
    {
        string sessions = await database.AskAsync("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()");
        foreach (string session in sessions.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                await database.ExecuteAsync("KILL " + session);
            }
            catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It went by itself meanwhile.
            }
        }
    }

    protected override void Find() => ServerProgram.Find("mariadbd", Package);

    protected override Task InitializeAsync() => ServerProgram.RunAsync(
        User, null, ServerProgram.Find("mariadb-install-db", Package), "--no-defaults", $"--datadir={Data}", "--auth-root-authentication-method=normal", "--skip-test-db",
        LogFileSize);

    protected override (string Program, string[] Arguments) Command() => (
        ServerProgram.Find("mariadbd", Package),
        [
            "--no-defaults", $"--datadir={Data}", $"--socket={Folder.File("socket")}", $"--pid-file={Folder.File("pid")}", $"--port={Port}", "--bind-address=127.0.0.1",
            "--skip-name-resolve", "--max-connections=200", LogFileSize, $"--tmpdir={Folder.Path}", // a server that starts removes temporary tables from its folder, also another server's
            .. IsMeasured ? Measured : Quick, .. IsMeasured ? (string[])[] : [$"--ssl-cert={CertificateFile}", $"--ssl-key={KeyFile}"],
        ]);

    protected override string CreateDatabase(string name) => $"CREATE DATABASE {name} CHARACTER SET utf8mb4";
}
