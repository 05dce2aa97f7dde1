using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Tests.Harness.Sql;

/// <summary>Every kind of database: what is tested on one is tested on all.</summary>
public sealed class SqlKinds : TheoryData<SqlKind>
{
    public SqlKinds() => AddRange(Enum.GetValues<SqlKind>());
}
