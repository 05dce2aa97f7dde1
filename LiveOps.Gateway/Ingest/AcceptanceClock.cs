using LiveOps.Gateway.Idempotency;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// Stamps what is accepted: Unix time in ticks of 100 ns, each event its own, rising also when the machine's clock goes back or the gateway
/// was restarted. So ties on a board are settled by order of acceptance.
/// </summary>
internal sealed class AcceptanceClock(TimeProvider clock, IRequestMemory memory)
{
    private long _next;

    /// <summary>The time now.</summary>
    public long Now => clock.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks;

    /// <summary>The first of <paramref name="count"/> consecutive stamps.</summary>
    public long Next(int count)
    {
        long least = Math.Max(Now, memory.LastAcceptedAt);
        while (true)
        {
            long next = Volatile.Read(ref _next), first = Math.Max(next, least);
            if (Interlocked.CompareExchange(ref _next, first + count, next) == next)
                return first;
        }
    }
}
