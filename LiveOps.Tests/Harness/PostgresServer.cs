using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace LiveOps.Tests.Harness;

/// <summary>
/// A real PostgreSQL on a port of its own, with its data in a folder that goes with it. One serves a whole test run, each test class with
/// databases of its own; a test that stops or kills it starts another.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Package = "postgresql", User = "postgres";

    private static readonly Lazy<Task<PostgresServer>> Whole = new(() => StartAsync(ofTheRun: true));

    // Debian keeps its programs off the PATH; the newest version.
    private static readonly string[] Installed = Directory.Exists("/usr/lib/postgresql")
        ? [.. Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))]
        : [];

    private readonly string _control;
    private readonly TempFolder _folder;
    private int _databases;
    private bool _runs;

    private PostgresServer(string control, TempFolder folder)
    {
        _control = control;
        _folder = folder;
    }

    public int Port { get; } = ServerProgram.FreePort();

    /// <summary>The certificate that it shows, for <c>localhost</c>, in a file: its own authority.</summary>
    public string CertificateFile => _folder.File("server.crt");

    private string Data => _folder.File("data");

    /// <summary>The one of this test run. Skips the test when PostgreSQL is not installed.</summary>
    public static Task<PostgresServer> SharedAsync()
    {
        Program("initdb");
        return Whole.Value;
    }

    /// <summary>One of the test's own.</summary>
    public static Task<PostgresServer> StartAsync() => StartAsync(ofTheRun: false);

    /// <summary>A new, empty database; its ADO.NET connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"db{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs statements, as an administrator would.</summary>
    public static async Task ExecuteAsync(string connectionString, string statements)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one value.</summary>
    public static async Task<T> AskAsync<T>(string connectionString, string query)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops it as <c>kill -9</c> would: sessions are cut off, and it recovers from its log at the next start.</summary>
    public async Task KillAsync()
    {
        if (_runs)
            await ControlAsync("stop", "-m", "immediate");
        _runs = false;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>; answers when it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        await ControlAsync("start", "-l", _folder.File("data/log"), "-o", $"-p {Port}");
        _runs = true;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private static async Task<PostgresServer> StartAsync(bool ofTheRun)
    {
        var server = new PostgresServer(Program("pg_ctl"), new TempFolder());
        if (ofTheRun)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        if (Environment.IsPrivilegedProcess)
            await ServerProgram.RunAsync(null, null, "chown", User, server._folder.Path);
        await ServerProgram.RunAsync(User, null, Program("initdb"), "-D", server.Data, "-A", "trust", "-U", User, "-E", "UTF8", "--locale=C", "--no-sync");
        await server.WriteCertificateAsync();
        await File.AppendAllTextAsync(Path.Combine(server.Data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 200
            fsync = off
            ssl = on
            ssl_cert_file = '{server.CertificateFile}'
            ssl_key_file = '{server._folder.File("server.key")}'
            """);
        await server.StartAgainAsync();
        return server;
    }

    // Its own time-outs, and no service's: none is meant to be reached.
    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Timeout=60;Command Timeout=120";

    private Task<string> ControlAsync(string command, params string[] arguments) =>
        // Its output stays open in the server that it starts, so nobody may wait for its end.
        ServerProgram.RunAsync(User, null, "/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", _control, command, "-D", Data, "-w", "-t", "180", .. arguments]);

    private static string Program(string name) => ServerProgram.Find(name, Package, Installed);

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        string keyFile = _folder.File("server.key");
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        await ServerProgram.RunAsync(null, null, "chmod", "600", keyFile);
        if (Environment.IsPrivilegedProcess)
            await ServerProgram.RunAsync(null, null, "chown", User, keyFile, CertificateFile);
    }
}
