namespace LiveOps.Tests.Progression.InSql;

public sealed class Events_become_progress_in_SQL : Events_become_progress
{
    private protected override async Task<ITestStore> StoreAsync() => await SqlTestStore.CreateAsync();
}

public sealed class Players_in_SQL_can_be_exported_and_erased : Players_can_be_exported_and_erased
{
    private protected override async Task<ITestStore> StoreAsync() => await SqlTestStore.CreateAsync();
}

public sealed class Rewards_in_SQL_are_claimed_once : Rewards_are_claimed_once
{
    private protected override async Task<ITestStore> StoreAsync() => await SqlTestStore.CreateAsync();
}
