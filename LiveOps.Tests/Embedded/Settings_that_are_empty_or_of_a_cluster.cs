using System.Text;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary>What compose files and shells set though nobody means it.</summary>
public sealed class Settings_that_are_empty_or_of_a_cluster
{
    [Fact]
    public async Task A_secret_that_is_set_to_nothing_is_made_as_where_it_is_not_set()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("HMAC_SECRET", ""), ("RECEIPT_SECRET", ""), ("POLICY_DIR", ""), ("CONSOLE_DATA", ""));
        string made = await File.ReadAllTextAsync(Path.Combine(live.DataFolder, "secrets", "HMAC_SECRET"));
        Assert.True(File.Exists(Path.Combine(live.DataFolder, "secrets", "RECEIPT_SECRET")));
        using HttpResponseMessage answer = await live.SignedAsync("gateway", "/v1/events", Encoding.UTF8.GetBytes(live.Xp("ada", 1)), secret: made.Trim());
        await answer.JsonAsync(202);
    }

    [Fact]
    public async Task A_secret_in_a_file_is_in_force_where_the_environment_sets_it_to_nothing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("HMAC_SECRET"), LiveSystem.Secret);
        await using LiveSystem live = await LiveSystem.StartAsync(null, ("HMAC_SECRET", ""), ("SECRETS_DIR", folder.Path));
        await live.AcceptAsync(live.Xp("ada", 1));
        Assert.False(File.Exists(Path.Combine(live.DataFolder, "secrets", "HMAC_SECRET")));
    }

    [Fact]
    public async Task Where_a_cluster_keeps_its_data_is_not_gone_by_and_one_warning_says_so_without_the_values()
    {
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File("data"), ("DB_URL", "mysql://game:hush@db/other"), ("DB_KIND", "postgres"), ("ConnectionStrings__redis", "nonsense"), ("AZURE_SERVICEBUS_CONNECTION_STRING", "x"));
        await live.ReadyAsync();
        await live.SaysAsync("Not gone by: DB_KIND, DB_URL, AZURE_SERVICEBUS_CONNECTION_STRING, ConnectionStrings__redis. They are of a cluster, and BUS_KIND is embedded");
        Assert.DoesNotContain("hush", live.Output, StringComparison.Ordinal);

        using var plain = LiveProcess.Start(folder.File("plain"));
        await plain.ReadyAsync();
        Assert.DoesNotContain("Not gone by", plain.Output, StringComparison.Ordinal);
    }
}
