using System.Diagnostics;
using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Cluster;

/// <summary>A MariaDB; of its settings only those differ that docs/decisions/sql.md advises.</summary>
internal sealed class MariaDbServer : DatabaseServer
{
    private const string User = "mysql";

    private readonly string _folder = Directory.CreateTempSubdirectory("liveops-bench-").FullName;
    private readonly Process _process;

    public MariaDbServer()
    {
        string data = Path.Combine(_folder, "data");
        if (Environment.IsPrivilegedProcess)
            LocalProgram.Run(null, "chown", User, _folder);
        LocalProgram.Run(User, "mariadb-install-db", "--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db");
        _process = LocalProgram.Start(
            User, "mariadbd", [], null, "--no-defaults", $"--datadir={data}", $"--socket={Path.Combine(_folder, "socket")}", $"--pid-file={Path.Combine(_folder, "pid")}",
            $"--port={Port}", "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-buffer-pool-size=1G", "--innodb-log-file-size=1G", "--innodb-flush-log-at-trx-commit=1");
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

    public override string Name => "MariaDB";

    public override int Id => _process.Id;

    public override string CreateDatabase(string name)
    {
        Sql($"CREATE DATABASE {name}");
        return $"Server=127.0.0.1;Port={Port};Database={name};User ID=root;SSL Mode=None";
    }

    public override void Sql(string statement, string? database = null) =>
        LocalProgram.Run(null, "mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", $"{Port}", "-u", "root", "-e", statement, database ?? User);

    public override string Numbers(int count) => $"SELECT seq AS n FROM seq_0_to_{count - 1}";

    public override void Analyze(string table, string database) => Sql($"ANALYZE TABLE {table}", database);

    public override void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(10_000);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
