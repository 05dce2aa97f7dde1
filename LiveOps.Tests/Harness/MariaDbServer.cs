using System.Diagnostics;

namespace LiveOps.Tests.Harness;

/// <summary>
/// A real MariaDB on a socket of its own, asked through Debian's <c>mariadb</c> client: builds without MySQL's driver run the MySQL scripts
/// and statements on it. One serves a whole test run.
/// </summary>
internal sealed class MariaDbServer
{
    private const string Package = "mariadb-server", User = "mysql";

    private static readonly Lazy<Task<MariaDbServer>> Whole = new(StartAsync);

    private readonly string _client;
    private readonly TempFolder _folder;
    private int _databases;

    private MariaDbServer(string client, TempFolder folder)
    {
        _client = client;
        _folder = folder;
    }

    private string Socket => _folder.File("socket");

    /// <summary>The one of this test run. Skips the test when MariaDB is not installed.</summary>
    public static Task<MariaDbServer> SharedAsync()
    {
        ServerProgram.Find("mariadbd", Package);
        return Whole.Value;
    }

    /// <summary>A new, empty database; its name.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"db{Interlocked.Increment(ref _databases)}";
        await RunAsync("mysql", $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return name;
    }

    /// <summary>Runs statements in one session; the rows of their results, columns apart by tabs, bytes in hex.</summary>
    public async Task<string[]> RunAsync(string database, string statements)
    {
        string output = await ServerProgram.RunAsync(null, statements, _client, "--no-defaults", "-S", Socket, "-u", "root", "--default-character-set=utf8mb4", "--binary-as-hex", "-N", "-B", database);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs one of the set-based statements as a service does: the very text, with its one parameter.</summary>
    public Task<string[]> RunAsync(string database, string statement, string batch) =>
        RunAsync(database, $"SET @batch = '{batch.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}';\n{statement};");

    private static async Task<MariaDbServer> StartAsync()
    {
        var server = new MariaDbServer(ServerProgram.Find("mariadb", Package), new TempFolder());
        string daemon = ServerProgram.Find("mariadbd", Package), data = server._folder.File("data");
        string? user = Environment.IsPrivilegedProcess ? User : null;
        if (user is not null)
            await ServerProgram.RunAsync(null, null, "chown", user, server._folder.Path);
        await ServerProgram.RunAsync(
            user, null, ServerProgram.Find("mariadb-install-db", Package), "--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db");
        Process process = ServerProgram.Start(
            user, daemon, "--no-defaults", $"--datadir={data}", $"--socket={server.Socket}", $"--pid-file={server._folder.File("pid")}", "--skip-networking",
            "--innodb-flush-log-at-trx-commit=0", $"--log-error={server._folder.File("log")}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            server._folder.Dispose();
        };
        for (var patience = new Patience(); ;)
        {
            try
            {
                await server.RunAsync("mysql", "SELECT 1");
                return server;
            }
            catch (InvalidOperationException) when (!patience.IsOver && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }
}
