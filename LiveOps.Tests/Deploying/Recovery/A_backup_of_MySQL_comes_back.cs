using System.Diagnostics;
using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Progression;
using LiveOps.Tests.Progression.Stores.Sql;

namespace LiveOps.Tests.Deploying.Recovery;

/// <summary>deploy/recovery's programs, on a real MariaDB with what a service wrote there.</summary>
public sealed class A_backup_of_MySQL_comes_back : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SqlServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SqlServer.SharedAsync(SqlKind.MySql);
        await File.WriteAllTextAsync(_folder.File("options"), $"[client]\nprotocol=tcp\nhost=127.0.0.1\nport={_server.Port}\nuser=root\n");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Progress_rewards_receipts_and_what_was_counted_are_as_they_were()
    {
        (SqlTestDatabase before, string receipt) = await PlayedAsync();
        await DoAsync("backup-mysql", _folder.File("backup"), before.Name);
        await before.ExecuteAsync("DROP TABLE rewards; DELETE FROM applied_events"); // the worst day

        SqlTestDatabase after = await _server.CreateDatabaseAsync();
        await DoAsync("restore-mysql", _folder.File("backup"), before.Name, after.Name);

        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(after));
        await host.PublishAsync(Events); // sent again by the game's servers: counted before
        JsonElement player = (await host.GetAsync("/v1/players/ann")).Body;
        Assert.Equal((505, 1), (player.GetProperty("xp").GetInt32(), player.GetProperty("bossKills").GetProperty("dragon").GetInt32()));
        Assert.Equal(receipt, (await host.ClaimAsync("ann", "first-kill:dragon", "another")).Body.GetProperty("receipt").GetString());
    }

    [Fact]
    public async Task Nothing_is_written_over_and_nothing_damaged_is_restored()
    {
        (SqlTestDatabase before, _) = await PlayedAsync();
        await DoAsync("backup-mysql", _folder.File("backup"), before.Name);
        string file = _folder.File($"backup/{before.Name}.sql.gz");
        Assert.Equal("600\n", await ServerProgram.RunAsync(null, null, "stat", "--format=%a", file)); // players' data: nobody else's to read

        (int exitCode, string said) = await RunAsync("restore-mysql", _folder.File("backup"), before.Name);
        Assert.True(exitCode != 0 && said.Contains("it must be empty", StringComparison.Ordinal), said);

        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        SqlTestDatabase after = await _server.CreateDatabaseAsync();
        (exitCode, said) = await RunAsync("restore-mysql", _folder.File("backup"), before.Name, after.Name);
        Assert.True(exitCode != 0 && said.Contains("damaged", StringComparison.Ordinal), said);
        Assert.Equal(0, await after.CountAsync("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"));
    }

    [Fact]
    public async Task What_cannot_be_backed_up_leaves_nothing_that_looks_like_a_backup()
    {
        (int exitCode, string said) = await RunAsync("backup-mysql", _folder.File("backup"), "nowhere");

        Assert.True(exitCode != 0, said);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.File("backup")), file => file.EndsWith(".gz", StringComparison.Ordinal) || file.EndsWith(".sha256", StringComparison.Ordinal));
    }

    private static TestEvent[] Events { get; } = [TestEvent.Xp("ann", 5), TestEvent.Kill("ann", "dragon")];

    private async Task<(SqlTestDatabase Database, string Receipt)> PlayedAsync()
    {
        SqlTestDatabase database = await _server.CreateDatabaseAsync();
        await using ProgressionHost host = await ProgressionHost.StartAsync(await SqlTestStore.CreateAsync(database));
        await host.PublishAsync(Events);
        return (database, (await host.ClaimAsync("ann", "first-kill:dragon", "w1")).Body.GetProperty("receipt").GetString()!);
    }

    private async Task DoAsync(string program, params string[] arguments)
    {
        (int exitCode, string said) = await RunAsync(program, arguments);
        Assert.True(exitCode == 0, said);
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Deploy.Folder, "recovery", program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MYSQL_OPTIONS"] = _folder.File("options") },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
