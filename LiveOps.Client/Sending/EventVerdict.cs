using LiveOps.Client.Calls;

namespace LiveOps.Client.Sending;

/// <summary>What became of an event. After a crash it may be told twice, the same.</summary>
public readonly struct EventVerdict
{
    internal EventVerdict(string id, string playerId, Problem? problem) => (EventId, PlayerId, Problem) = (id, playerId, problem);

    /// <summary>The event's id.</summary>
    public string EventId { get; }

    /// <summary>Its player.</summary>
    public string PlayerId { get; }

    /// <summary>Whether it counts.</summary>
    public VerdictKind Kind => Problem is null ? VerdictKind.Accepted : VerdictKind.Rejected;

    /// <summary>Why it was rejected; null when it was not.</summary>
    public Problem? Problem { get; }
}
