namespace LiveOps.Client.Clocks;

/// <summary>
/// The server's time, as far as it is known: the machine's and an offset that is learned from <c>GET /v1/time</c>. Devices' clocks are wrong by hours, and a
/// signature holds for 300 s.
/// </summary>
internal sealed class ServerClock(ClientClock clock)
{
    private long _offset;

    /// <summary>The server's time less ours.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offset));

    /// <summary>The time there, now.</summary>
    public DateTimeOffset Now => clock.UtcNow + Offset;

    /// <summary>Takes up what the server said: it was so in the middle between question and answer.</summary>
    public void Learn(DateTimeOffset server, DateTimeOffset asked, DateTimeOffset answered) =>
        Volatile.Write(ref _offset, (server - (asked + ((answered - asked) / 2))).Ticks);
}
