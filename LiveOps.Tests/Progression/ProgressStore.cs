using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Progression.Stores;
using LiveOps.Tests.Progression.Stores.Journaled;
using LiveOps.Tests.Progression.Stores.Sql;

namespace LiveOps.Tests.Progression;

/// <summary>Makes what a test keeps progress in.</summary>
internal static class ProgressStore
{
    /// <summary>An empty one.</summary>
    public static async Task<ITestStore> NewAsync(ProgressStores kind) => kind switch
    {
        ProgressStores.Memory => new MemoryLog(),
        ProgressStores.MySql => await SqlTestStore.CreateAsync(SqlKind.MySql),
        ProgressStores.Postgres => await SqlTestStore.CreateAsync(SqlKind.Postgres),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "nobody makes it"),
    };
}
