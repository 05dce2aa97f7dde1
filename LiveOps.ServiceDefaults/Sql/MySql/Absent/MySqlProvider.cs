using System.Data.Common;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace LiveOps.ServiceDefaults.Sql.MySql;

/// <summary>In a build without Aspire there is no driver for MySQL: choosing it stops the start and says so.</summary>
internal sealed class MySqlProvider : SqlProvider
{
    public override SqlDialect Dialect => SqlDialect.MySql;

    public override DbDataSource Open(SqlSettings settings) => throw Absent();

    public override void Use(DbContextOptionsBuilder options, DbDataSource source) => throw Absent();

    public override void Enrich<TContext>(WebApplicationBuilder builder) => throw Absent();

    public override DbParameter Batch(ReadOnlyMemory<byte> json) => throw Absent();

    private static SettingException Absent() =>
        new("DB_KIND=mysql needs a build with Aspire (UseAspire=true), which brings MySQL's driver; this build knows postgres.");
}
