using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

    // As both templates fill them in.
    private static readonly string[] Databases =
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(Published.Folder, "model.json")))!["outside"].Items()
            .Where(outside => (string)outside["kind"]! == "MySQL").Select(outside => ((string)outside["name"]!).Replace("-db", "", StringComparison.Ordinal)),
    ];

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
    public async Task Its_exporter_has_a_user_who_sees_how_MySQL_is_and_no_player()
    {
        await using SqlServer server = await SqlServer.StartAsync(SqlKind.MySql);
        using var folder = new TempFolder();
        await StandIn.WriteAsync(folder.Path, "mysql", $"exec mariadb --protocol=tcp --host=127.0.0.1 --port={server.Port} --user=root \"$@\"\n");
        await StandIn.WriteAsync(folder.Path, "install", ": > \"${@: -1}\"\n"); // there is no group of Prometheus's
        await StandIn.WriteAsync(folder.Path, "systemctl", "echo \"$@\" >> \"$(dirname \"$0\")/restarted\"\n");
        await File.WriteAllTextAsync(
            folder.File("program"),
            Written("/usr/local/sbin/liveops-mysql-exporter").Replace("/etc/liveops-mysql-exporter.cnf", folder.File("options"), StringComparison.Ordinal).Replace("@'localhost'", "@'127.0.0.1'", StringComparison.Ordinal), // this server looks up no names
            TestContext.Current.CancellationToken);

        await RunAsync(folder);
        await RunAsync(folder); // another password

        Assert.Contains("--config.my-cnf=/etc/liveops-mysql-exporter.cnf", Written("/etc/default/prometheus-mysqld-exporter"), StringComparison.Ordinal);
        Assert.Equal("restart prometheus-mysqld-exporter\nrestart prometheus-mysqld-exporter\n", await File.ReadAllTextAsync(folder.File("restarted"), TestContext.Current.CancellationToken));
        string password = Regex.Match(await File.ReadAllTextAsync(folder.File("options"), TestContext.Current.CancellationToken), "^password=([0-9a-f]{48})$", RegexOptions.Multiline).Groups[1].Value;
        string connectionString = $"Server=127.0.0.1;Port={server.Port};User ID=exporter;Password={password};SslMode=Preferred;Connection Timeout=60";
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SHOW GLOBAL STATUS LIKE 'Queries'";
        Assert.NotNull(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        await RefusedAsync(connectionString, "SELECT * FROM mysql.user");
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

    [Fact]
    public void The_first_installation_names_every_user_whose_password_it_asks_the_vault_for()
    {
        string step = Regex.Match(File.ReadAllText(Path.Combine(Deploy.Folder, "README.md")), @"`mysql-<user>-password` \([^)]*\) for (.+?), then `liveops-mysql-users`", RegexOptions.Singleline).Groups[1].Value;

        // One that is missing stops the program before it has made anybody.
        Assert.Equal([.. Databases.SelectMany(database => new[] { database, database + "-migration" }), "backup"], Regex.Matches(step, "`([a-z-]+)`").Select(user => user.Groups[1].Value));
    }

    // The program as it stands there; the vault and the machine's identity are stood in for by curl.
    private static async Task MakeUsersAsync(SqlServer server)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("program"), Written("/usr/local/sbin/liveops-mysql-users").Replace("@vault@", "a-vault", StringComparison.Ordinal).Replace("@databases@", string.Join(' ', Databases), StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.File("options"), $"[client]\nprotocol=tcp\nhost=127.0.0.1\nport={server.Port}\nuser=root\n");
        await StandIn.WriteAsync(folder.Path, "curl", $$"""
            case "$*" in
              *169.254.169.254*Metadata:true*|*Metadata:true*169.254.169.254*) echo '{"access_token":"a-token"}' ;;
              *"Authorization: Bearer a-token"*https://a-vault.vault.azure.net/secrets/mysql-*-password*) echo '{"value":"{{Password}}"}' ;;
              *) exit 22 ;;
            esac
            """);
        await StandIn.WriteAsync(folder.Path, "mysql", $"exec mariadb --defaults-extra-file={folder.File("options")} \"$@\"\n");
        await RunAsync(folder);
    }

    // In a folder whose programs come first.
    private static async Task RunAsync(TempFolder folder)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", [folder.File("program")]) { RedirectStandardError = true, Environment = { ["PATH"] = folder.Path + ":" + Environment.GetEnvironmentVariable("PATH") } })!;
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
