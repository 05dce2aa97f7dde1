namespace LiveOps.Gateway.Time;

/// <summary><c>GET /v1/time</c>: lets a client learn its clock's offset, so that its timestamps are not stale.</summary>
internal static class TimeEndpoint
{
    public static ServerTime Get(TimeProvider clock) => new(clock.GetUtcNow().UtcDateTime);
}

/// <summary>The answer.</summary>
/// <param name="Now">The server's time, UTC.</param>
internal sealed record ServerTime(DateTime Now);
