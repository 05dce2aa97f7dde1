using System.Collections.Concurrent;
using System.Data.Common;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.LocalServers.Sql;

/// <summary>
/// A real database server on a port of its own, with its data in a folder that goes with it. One of each kind serves a whole test run, each
/// test with a database of its own; a test that stops or kills it starts another. One that is measured forces every commit to the disk.
/// </summary>
internal abstract class SqlServer(bool isMeasured) : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<SqlKind, Lazy<Task<SqlServer>>> OfTheRun = [];

    private ServerProcess? _process;
    private int _databases;

    /// <summary>What it speaks.</summary>
    public abstract SqlKind Kind { get; }

    /// <summary>Of 127.0.0.1; it keeps it when it is started again.</summary>
    public int Port { get; } = ServerProgram.FreePort();

    /// <summary>Its process.</summary>
    public int Id => _process!.Id;

    /// <summary>The certificate that it shows, for <c>localhost</c>, in a file: its own authority.</summary>
    public string CertificateFile => Folder.File("server.crt");

    /// <summary>The key of that certificate.</summary>
    public string KeyFile => Folder.File("server.key");

    /// <summary>Whether its settings are those that docs/decisions/sql.md advises, not those that make tests quick.</summary>
    protected bool IsMeasured => isMeasured;

    protected TempFolder Folder { get; } = new();


    protected string Data => Folder.File("data");

    protected string LogFile => Folder.File("log");

    /// <summary>Whose it is when we are root.</summary>
    protected abstract string User { get; }

    /// <summary>What kills it without its saying goodbye to anybody.</summary>
    protected virtual string KillSignal => "KILL";

    /// <summary>The one of this test run.</summary>
    public static Task<SqlServer> SharedAsync(SqlKind kind)
    {
        New(kind).Find();
        return OfTheRun.GetOrAdd(kind, _ => new Lazy<Task<SqlServer>>(async () =>
        {
            SqlServer server = New(kind);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => server._process?.Abandon();
            await server.PrepareAsync();
            await server.InitializeAsync();
            await ServerProgram.RunAsync(server.User, null, "cp", "-a", server.Data, server.Fresh);
            await server.StartAgainAsync();
            return server;
        })).Value;
    }

    /// <summary>One of the test's own; its data begin as a copy of what the other's were at first, for that is made in no time.</summary>
    public static async Task<SqlServer> StartAsync(SqlKind kind)
    {
        SqlServer shared = await SharedAsync(kind), server = New(kind);
        await server.PrepareAsync();
        await ServerProgram.RunAsync(server.User, null, "cp", "-a", shared.Fresh, server.Data);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>One that is measured.</summary>
    public static async Task<SqlServer> StartMeasuredAsync(SqlKind kind)
    {
        SqlServer server = New(kind, isMeasured: true);
        server.Find();
        try
        {
            await server.PrepareAsync();
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new, empty database.</summary>
    public async Task<SqlTestDatabase> CreateDatabaseAsync()
    {
        string name = $"db{Interlocked.Increment(ref _databases)}";
        await new SqlTestDatabase(this, AdministrationDatabase).ExecuteAsync(CreateDatabase(name));
        return new SqlTestDatabase(this, name);
    }

    /// <summary>Stops it as <c>kill -9</c> would: sessions are cut off, and it recovers from its log at the next start.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
            await process.KillAsync();
        _process = null;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>; answers when it takes connections.</summary>
    public async Task StartAgainAsync(params string[] arguments)
    {
        (string program, string[] own) = Command();
        _process = ServerProcess.Start(User, KillSignal, Folder, LogFile, program, [.. own, .. arguments]);
        for (var patience = new Patience(); ;)
        {
            try
            {
                await new SqlTestDatabase(this, AdministrationDatabase).AskAsync("SELECT 1");
                return;
            }
            catch (DbException) when (!patience.IsOver && !_process.HasExited)
            {
                await Task.Delay(50);
            }
            catch (DbException e)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(LogFile), e);
            }
        }
    }

    /// <summary>A connection string without any time-out that a slow machine could reach.</summary>
    /// <param name="database">Which database.</param>
    /// <param name="user">Null for the administrator.</param>
    public abstract string ConnectionString(string database, string? user = null);

    /// <summary>Makes a user who may do everything in a database, and nothing else.</summary>
    public abstract Task CreateUserAsync(SqlTestDatabase database, string user);

    /// <summary>Lets a user have so many connections at most.</summary>
    public abstract Task LimitAsync(SqlTestDatabase database, string user, int connections);

    /// <summary>Lets a user, no administrator, write or not.</summary>
    public abstract Task SetReadOnlyAsync(SqlTestDatabase database, string user, bool on);

    /// <summary>A connection that nobody else uses.</summary>
    public abstract DbConnection Connect(string database);

    /// <summary>Statements that cut off every session in a database but their own.</summary>
    public abstract Task CutOffAsync(SqlTestDatabase database);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Folder.Dispose();
    }

    protected abstract string AdministrationDatabase { get; }

    private string Fresh => Folder.File("fresh");

    /// <summary>Throws what <see cref="ServerProgram.Missing"/> says when a program is missing.</summary>
    protected abstract void Find();

    /// <summary>Makes the data folder.</summary>
    protected abstract Task InitializeAsync();

    protected abstract (string Program, string[] Arguments) Command();

    protected virtual string CreateDatabase(string name) => $"CREATE DATABASE {name}";

    private static SqlServer New(SqlKind kind, bool isMeasured = false) => kind switch
    {
        SqlKind.Postgres => new PostgresServer(isMeasured),
        SqlKind.MySql => new MariaDbServer(isMeasured),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no server here"),
    };

    private async Task PrepareAsync()
    {
        await SelfSigned.WriteAsync(CertificateFile, KeyFile);
        if (Environment.IsPrivilegedProcess)
            await ServerProgram.RunAsync(null, null, "chown", "-R", User, Folder.Path);
    }
}
