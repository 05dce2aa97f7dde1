using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Progression.Claims;
using LiveOps.Tests.Progression.Endpoints;

namespace LiveOps.Tests.Progression.Stores.Sql;

public abstract class Events_become_progress_in_SQL(SqlKind kind) : Events_become_progress
{
    private protected override async Task<ITestStore> StoreAsync() => await SqlTestStore.CreateAsync(kind);
}

public abstract class Players_in_SQL_can_be_exported_and_erased(SqlKind kind) : Players_can_be_exported_and_erased
{
    private protected override async Task<ITestStore> StoreAsync() => await SqlTestStore.CreateAsync(kind);
}

public abstract class Rewards_in_SQL_are_claimed_once(SqlKind kind) : Rewards_are_claimed_once
{
    private protected override async Task<ITestStore> StoreAsync() => await SqlTestStore.CreateAsync(kind);
}

public sealed class Events_become_progress_in_MySQL() : Events_become_progress_in_SQL(SqlKind.MySql);

public sealed class Events_become_progress_in_PostgreSQL() : Events_become_progress_in_SQL(SqlKind.Postgres);

public sealed class Players_in_MySQL_can_be_exported_and_erased() : Players_in_SQL_can_be_exported_and_erased(SqlKind.MySql);

public sealed class Players_in_PostgreSQL_can_be_exported_and_erased() : Players_in_SQL_can_be_exported_and_erased(SqlKind.Postgres);

public sealed class Rewards_in_MySQL_are_claimed_once() : Rewards_in_SQL_are_claimed_once(SqlKind.MySql);

public sealed class Rewards_in_PostgreSQL_are_claimed_once() : Rewards_in_SQL_are_claimed_once(SqlKind.Postgres);
