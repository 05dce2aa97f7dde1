using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tables;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.ServiceDefaults.Exports;

/// <summary>What is wrong stops the start, with a sentence that names the setting and holds no secret.</summary>
public sealed class Settings_of_exports
{
    [Fact]
    public void Nothing_is_exported_unless_somebody_says_where_to()
    {
        ExportPlan plan = Read();

        Assert.Null(plan.To);
        Assert.Equal((new TimeOnly(3, 0), TableFormat.Csv, 30, TableFormat.Ndjson), (plan.At, plan.Format, plan.KeepDays, plan.ArchiveFormat));
    }

    [Fact]
    public void A_folder_a_time_a_form_and_days_are_read()
    {
        ExportPlan plan = Read(("EXPORT_TO", "/var/exports"), ("EXPORT_AT", "23:30"), ("EXPORT_FORMAT", "Parquet"), ("EXPORT_KEEP_DAYS", "7"));

        Assert.Equal(new ExportPlan("/var/exports", new TimeOnly(23, 30), TableFormat.Parquet, 7, null), plan);
        Assert.Equal((false, TableFormat.Parquet), (plan.IsBlob, plan.ArchiveFormat));
    }

    [Fact]
    public void A_container_of_Blob_Storage_is_read() => Assert.True(Read(("EXPORT_TO", "https://game.blob.core.windows.net/exports/europe")).IsBlob);

    [Theory]
    [InlineData("EXPORT_AT", "3 am", "EXPORT_AT")]
    [InlineData("EXPORT_AT", "24:00", "EXPORT_AT")]
    [InlineData("EXPORT_FORMAT", "xlsx", "EXPORT_FORMAT")]
    [InlineData("EXPORT_KEEP_DAYS", "0", "EXPORT_KEEP_DAYS")]
    [InlineData("EXPORT_TO", "http://game.blob.core.windows.net/exports", "EXPORT_TO")]
    [InlineData("EXPORT_TO", "https://game.blob.core.windows.net/", "EXPORT_TO")]
    [InlineData("EXPORT_TO", "ftp://game/exports", "EXPORT_TO")]
    [InlineData("EXPORT_TO", "https://game.blob.core.windows.net/exports?sv=2026&sig=hush", "ConnectionStrings__exports")]
    public void What_is_wrong_is_named(string setting, string value, string named)
    {
        SettingException told = Assert.Throws<SettingException>(() => Read((setting, value)));

        Assert.Contains(named, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", false)]
    [InlineData("3", true)]
    public void The_audit_is_kept_for_as_long_as_a_day_of_it_takes_to_be_archived(string days, bool isEnough)
    {
        if (isEnough)
            Assert.NotNull(Read(("EXPORT_TO", "/var/exports"), ("AUDIT_DAYS", days)).To);
        else
            Assert.Contains("AUDIT_DAYS must be at least 3", Assert.Throws<SettingException>(() => Read(("EXPORT_TO", "/var/exports"), ("AUDIT_DAYS", days))).Message, StringComparison.Ordinal);
        Assert.Null(Read(("AUDIT_DAYS", days)).To);
    }

    [Fact]
    public void A_connection_string_beside_a_folder_is_a_mistake() =>
        Assert.Contains("ConnectionStrings__exports", Assert.Throws<SettingException>(() => Read(("EXPORT_TO", "/var/exports"), ("ConnectionStrings:exports", "hush"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("nobody", null, "RETENTION must be")]
    [InlineData("job", null, "embedded")]
    public void Retention_is_the_services_or_a_job_s_where_there_are_jobs(string value, string? bus, string told) =>
        Assert.Contains(told, Assert.Throws<SettingException>(() => Configuration(("RETENTION", value), ("BUS_KIND", bus ?? "")).IsRetentionOfAJob()).Message, StringComparison.Ordinal);

    [Fact]
    public void In_a_cluster_retention_may_be_a_job_s()
    {
        Assert.True(Configuration(("RETENTION", "job"), ("BUS_KIND", "redis")).IsRetentionOfAJob());
        Assert.False(Configuration(("BUS_KIND", "redis")).IsRetentionOfAJob());
    }

    private static ExportPlan Read(params (string Name, string Value)[] settings) => ExportPlan.Read(Configuration(settings));

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
