using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Jobs of grants, 90 days after they were done, with whom they were for.</summary>
internal sealed class GrantJobRetention(SqlDatabase<ProgressContext> database, TimeProvider clock) : IRetention
{
    private static readonly TimeSpan Remember = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public string Name => "jobs of grants";

    /// <inheritdoc/>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> batch = SqlBatch.One(json =>
        {
            json.WriteNumber("before"u8, clock.Now() - Remember.Ticks);
            json.WriteNumber("limit"u8, SqlUpkeep.Chunk);
        });
        foreach (string statement in (string[])["forget_grant_players", "forget_grant_jobs"])
        {
            while (await database.TransactAsync(statement, unit => unit.ExecuteAsync((statement, batch)), cancellation) == SqlUpkeep.Chunk)
            {
            }
        }
    }
}
