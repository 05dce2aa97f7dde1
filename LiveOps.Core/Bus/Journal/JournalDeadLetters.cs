using System.Text.Json;

namespace LiveOps.Core.Bus.Journal;

/// <summary>
/// The dead letters of one consumer of the journal. Replaying and discarding are records of the journal too, which the consumer acts on and
/// which take the letter's file away: so the state stays a function of the journal alone, and a crash between the record and the removal
/// is made good when the record is met again.
/// </summary>
public sealed class JournalDeadLetters(JournalBus bus, DeadLetterFiles files, string consumer) : IDeadLetters
{
    /// <inheritdoc/>
    public bool IsId(string id) => DeadLetterFiles.TryParseId(id, out _);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken cancellation = default) =>
        ReadAsync(() => files.List(consumer, after is not null && DeadLetterFiles.TryParseId(after, out long position) ? position : -1, limit));

    /// <inheritdoc/>
    public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellation = default) =>
        ReadAsync(() => DeadLetterFiles.TryParseId(id, out long position) ? files.Find(consumer, position) : null);

    /// <inheritdoc/>
    public Task<bool> ReplayAsync(string id, CancellationToken cancellation = default) => SettleAsync(id, again: true, cancellation);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string id, CancellationToken cancellation = default) => SettleAsync(id, again: false, cancellation);

    private async Task<bool> SettleAsync(string id, bool again, CancellationToken cancellation)
    {
        if (!DeadLetterFiles.TryParseId(id, out long position) || await FindAsync(id, cancellation) is not { } letter)
            return false;
        await bus.SettleAsync(consumer, position, again ? new BusMessage(letter.Kind, letter.Payload) : null, cancellation);
        return true;
    }

    private static Task<T> ReadAsync<T>(Func<T> read)
    {
        try
        {
            return Task.FromResult(read());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Task.FromException<T>(new BusUnavailableException("the dead letters cannot be read", e));
        }
    }
}
