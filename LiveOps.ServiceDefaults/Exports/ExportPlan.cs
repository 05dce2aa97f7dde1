using System.Globalization;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tables;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>Where exports go, when, and in which form.</summary>
/// <param name="To"><c>EXPORT_TO</c>: a folder, or the https address of a container of Blob Storage; null where nothing is exported.</param>
/// <param name="At"><c>EXPORT_AT</c>: the time of day, UTC, at which an embedded system exports.</param>
/// <param name="Format"><c>EXPORT_FORMAT</c>: the form of tables; archives are NDJSON where it is CSV, which has no types.</param>
/// <param name="KeepDays"><c>EXPORT_KEEP_DAYS</c>: for how many days exports are kept; archives are the operators' own to delete.</param>
/// <param name="Connection"><c>ConnectionStrings__exports</c>, a secret: opens the storage account where no identity does.</param>
public sealed record ExportPlan(string? To, TimeOnly At, TableFormat Format, int KeepDays, string? Connection)
{
    private const int DefaultKeep = 30, MostKeep = 3653;

    // With two, a night's run before one o'clock would find of the last day that has settled only a part.
    private static readonly TimeSpan LeastAudit = TimeSpan.FromDays(3);

    /// <summary>Whether <see cref="To"/> is an address of Blob Storage.</summary>
    public bool IsBlob => To?.Contains("://", StringComparison.Ordinal) == true;

    /// <summary>The form of archives.</summary>
    public TableFormat ArchiveFormat => Format == TableFormat.Csv ? TableFormat.Ndjson : Format;

    /// <summary>Reads it.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static ExportPlan Read(IConfiguration configuration)
    {
        string? to = configuration["EXPORT_TO"] is { Length: > 0 } set ? set : null;
        var plan = new ExportPlan(to, ReadAt(configuration), ReadFormat(configuration), configuration.GetWhole("EXPORT_KEEP_DAYS", DefaultKeep, 1, MostKeep), configuration.GetConnectionString("exports") is { Length: > 0 } opens ? opens : null);
        if (to is not null && AuditSettings.Read(configuration).Keep < LeastAudit)
            throw new SettingException($"AUDIT_DAYS must be at least {LeastAudit.Days} where the audit is archived (EXPORT_TO): a day is archived once it is over, and must be shown whole until then.");
        if (plan.IsBlob)
            Check(to!);
        else if (plan.Connection is not null && to is not null)
            throw new SettingException("ConnectionStrings__exports opens Blob Storage, and EXPORT_TO is a folder: set EXPORT_TO to the container's address, or take the connection string away.");
        return plan;
    }

    private static TimeOnly ReadAt(IConfiguration configuration)
    {
        if (configuration["EXPORT_AT"] is not { Length: > 0 } text)
            return new TimeOnly(3, 0);
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly at)
            ? at
            : throw new SettingException("EXPORT_AT must be a time of day in UTC, such as 03:00.");
    }

    private static TableFormat ReadFormat(IConfiguration configuration) => configuration["EXPORT_FORMAT"]?.ToLowerInvariant() switch
    {
        null or "" or "csv" => TableFormat.Csv,
        "ndjson" => TableFormat.Ndjson,
        "parquet" => TableFormat.Parquet,
        _ => throw new SettingException("EXPORT_FORMAT must be csv, ndjson or parquet."),
    };

    // A signature in the address (SAS) would be a secret in a setting that is none: it would stand in ConfigMaps and logs.
    private static void Check(string to)
    {
        if (!Uri.TryCreate(to, UriKind.Absolute, out Uri? address) || address.AbsolutePath.Trim('/').Length == 0 || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            throw new SettingException("EXPORT_TO must be a folder, or the address of a container of Blob Storage by https, such as https://account.blob.core.windows.net/exports.");
        if (address.Query.Length > 0 || address.UserInfo.Length > 0)
            throw new SettingException("EXPORT_TO holds a signature or a password, which is a secret: put the storage account's connection string into ConnectionStrings__exports.");
    }
}
