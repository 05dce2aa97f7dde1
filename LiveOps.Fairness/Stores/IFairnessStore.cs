using LiveOps.Core.Audit;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Stores;

/// <summary>
/// What is asked and decided over HTTP, wherever the state is: in memory and the journal, or in Redis. Verdicts are
/// <see cref="Core.Verdicts.IVerdicts"/>, learning is the bus's affair; all three of one kind go together.
/// </summary>
/// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">The state cannot be had now.</exception>
internal interface IFairnessStore
{
    /// <summary>A player's standing; of somebody never seen an empty one.</summary>
    ValueTask<StandingAnswer> StandingAsync(string playerId);

    /// <summary>Blocks a player or lifts what was imposed, and says how they stand then; null, and nothing is done, where they are blocked otherwise than whoever decides has seen.</summary>
    /// <exception cref="Core.Bus.BusUnavailableException">It could not be confirmed that it is durable and in force.</exception>
    ValueTask<StandingAnswer?> DecideAsync(OperatorAction action, CancellationToken cancellation);

    /// <summary>Revokes a player's keys: all that were made until now. Answers when that was, in Unix milliseconds.</summary>
    /// <exception cref="Core.Bus.BusUnavailableException">It could not be confirmed that it is durable and in force.</exception>
    /// <param name="entry">Whose, when and why, as the audit has it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<long> RevokeKeysAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>What was learned of a player; null when that is nothing.</summary>
    ValueTask<LearnedPlayer?> LearnedAsync(string playerId);

    /// <summary>When a player's keys were last revoked, in Unix milliseconds; 0 for never.</summary>
    ValueTask<long> KeysRevokedAsync(string playerId);

    /// <summary>A page of the flags; null when the query's position is none of this store's.</summary>
    ValueTask<LogPage<Flag>?> FlagsAsync(PageQuery query);
}
