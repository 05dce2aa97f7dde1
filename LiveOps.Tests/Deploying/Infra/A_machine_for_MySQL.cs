using System.Diagnostics;
using System.Text.Json.Nodes;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;
using LiveOps.Tests.Publishing;
using MySqlConnector;

namespace LiveOps.Tests.Deploying.Infra;

/// <summary>What cloud-init does on MySQL's own machine; its users are made on a real MariaDB, and do what they are for.</summary>
public sealed class A_machine_for_MySQL
{
    private const string Password = "a-password-that-the-vault-has-1";

    private static readonly JsonObject CloudInit = Assert.Single(YamlTree.ParseAll(File.ReadAllText(Path.Combine(Deploy.Folder, "infra", "mysql-vm", "cloud-init.yaml"))));

    [Fact]
    public void It_speaks_TLS_alone_and_has_no_secret_in_it()
    {
        string settings = Written("/etc/mysql/mysql.conf.d/liveops.cnf"), all = CloudInit.ToJsonString();

        Assert.Contains("require_secure_transport = ON", settings, StringComparison.Ordinal);
        Assert.Contains("tls_version = TLSv1.2,TLSv1.3", settings, StringComparison.Ordinal);
        Assert.Contains("innodb_flush_log_at_trx_commit = 1", settings, StringComparison.Ordinal); // a 202 outlives the machine's power
        Assert.Contains("sync_binlog = 1", settings, StringComparison.Ordinal);
        Assert.Contains("innodb_dedicated_server = ON", settings, StringComparison.Ordinal); // else it has 128 MB of memory, whatever the machine has
        Assert.Contains("innodb_flush_method = O_DIRECT\n", settings, StringComparison.Ordinal); // that would make it one that does not force data files
        Assert.Contains("innodb_redo_log_capacity = 1G", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("chpasswd", all, StringComparison.Ordinal);
        Assert.Matches("\"0700\"", all);
    }

    [Fact]
    public async Task Its_users_may_do_what_they_are_for_and_no_more()
    {
        await using SqlServer server = await SqlServer.StartAsync(SqlKind.MySql);
        for (int time = 0; time < 2; time++) // it may run again
            await MakeUsersAsync(server);

        // The migration's user makes the schema, the service's lives on it.
        SqlTestDatabase Of(string user) => new(server, "progression") { ConnectionString = $"Server=127.0.0.1;Port={server.Port};Database=progression;User ID={user};Password={Password};SslMode=Required;Connection Timeout=60" };
        SqlTestStore migrated = await SqlTestStore.CreateAsync(Of("progression-migration"));
        await using (ProgressionHost host = await ProgressionHost.StartAsync(migrated, ("ConnectionStrings:progression", Of("progression").ConnectionString)))
        {
            await host.PublishAsync(TestEvent.Xp("ann", 5), TestEvent.Kill("ann", "dragon"));
            Assert.Equal(200, (await host.ClaimAsync("ann", "first-kill:dragon", "w1")).Status);
            Assert.Equal(505, (await host.GetAsync("/v1/players/ann")).Body.GetProperty("xp").GetInt32());
        }

        await RefusedAsync(Of("progression").ConnectionString, "DROP TABLE rewards");
        await RefusedAsync(Of("progression").ConnectionString, "CREATE TABLE more (id INT)");
        await RefusedAsync(Of("progression").ConnectionString, "SELECT * FROM mysql.user");
        await RefusedAsync(Of("progression-migration").ConnectionString, "CREATE TABLE leaderboard.more (id INT)");
        await RefusedAsync(Of("backup").ConnectionString, "DELETE FROM rewards");
        await RefusedAsync(Of("progression").ConnectionString.Replace("SslMode=Required", "SslMode=None", StringComparison.Ordinal), "SELECT 1"); // in the clear
        await RefusedAsync(Of("leaderboard").ConnectionString, "SELECT 1"); // another's database
    }

    // The program as it stands there; the vault and the machine's identity are stood in for by curl.
    private static async Task MakeUsersAsync(SqlServer server)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("users"), Written("/usr/local/sbin/liveops-mysql-users").Replace("@vault@", "a-vault", StringComparison.Ordinal).Replace("@databases@", "leaderboard progression", StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.File("options"), $"[client]\nprotocol=tcp\nhost=127.0.0.1\nport={server.Port}\nuser=root\n");
        await StandIn.WriteAsync(folder.Path, "curl", $$"""
            case "$*" in
              *169.254.169.254*Metadata:true*|*Metadata:true*169.254.169.254*) echo '{"access_token":"a-token"}' ;;
              *"Authorization: Bearer a-token"*https://a-vault.vault.azure.net/secrets/mysql-*-password*) echo '{"value":"{{Password}}"}' ;;
              *) exit 22 ;;
            esac
            """);
        await StandIn.WriteAsync(folder.Path, "mysql", $"exec mariadb --defaults-extra-file={folder.File("options")} \"$@\"\n");

        using Process process = Process.Start(new ProcessStartInfo("bash", [folder.File("users")]) { RedirectStandardError = true, Environment = { ["PATH"] = folder.Path + ":" + Environment.GetEnvironmentVariable("PATH") } })!;
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
    }

    private static async Task RefusedAsync(string connectionString, string statement) => await Assert.ThrowsAsync<MySqlException>(async () =>
    {
        await using var connection = new MySqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    });

    private static string Written(string path) => (string)Assert.Single(CloudInit["write_files"].Items(), file => (string)file["path"]! == path)["content"]!;
}
