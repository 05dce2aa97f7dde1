namespace LiveOps.Core.Audit;

/// <summary>
/// Who did what, to whom or what, from what to what, when and why: one form for all services. Immutable, and never changed once it is kept, but for the id of a player who is
/// erased. Texts that do not apply are empty.
/// </summary>
/// <param name="At">When: Unix ticks of 100 ns.</param>
/// <param name="By">Who: an operator's name, <see cref="ByPolicy"/> or <see cref="BySchedule"/>; at most <see cref="MaxName"/> characters.</param>
/// <param name="Kind">To what kind of thing: one of <see cref="AuditKinds"/>.</param>
/// <param name="Action">What was done, in a word: <c>block</c>.</param>
public sealed record AuditEntry(long At, string By, string Kind, string Action)
{
    /// <summary>Who acted where a rule did.</summary>
    public const string ByPolicy = "policy";

    /// <summary>Who acted where a change came by itself at its time.</summary>
    public const string BySchedule = "schedule";

    /// <summary>What stands where the id of a player stood who was erased: no player's id.</summary>
    public const string Erased = "(erased)";

    /// <summary>It was done, in one step with this entry.</summary>
    public const string Done = "done";

    /// <summary>It was asked for and allowed. The entry was durable before it was done, because the two cannot be one step; whoever asked was told how it ended.</summary>
    public const string Asked = "asked";

    /// <summary>It was not permitted, and not done.</summary>
    public const string Refused = "refused";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 64;

    /// <summary>A note about a player was written, or deleted: the actions whose entries hold what somebody wrote about a person.</summary>
    public const string Note = "note", DeleteNote = "delete-note";

    /// <summary>The longest patch, in characters; what is longer is left out: the versions are there.</summary>
    public const int MaxPatch = 32 << 10;

    /// <summary>No other entry's: what is written twice with one is kept once. 0 for one that is never written twice.</summary>
    public long Token { get; init; } = Random.Shared.NextInt64();

    /// <summary>How they proved who they are: <c>operator-token</c> (then the name is what they said), <c>token</c> or <c>entra</c>; empty for the system's own acts.</summary>
    public string Via { get; init; } = "";

    /// <summary>The address they called from.</summary>
    public string From { get; init; } = "";

    /// <summary><see cref="Done"/>, <see cref="Asked"/> or <see cref="Refused"/>.</summary>
    public string Outcome { get; init; } = Done;

    /// <summary>The player whom it is about; <see cref="Erased"/> once they are erased.</summary>
    public string PlayerId { get; init; } = "";

    /// <summary>The board.</summary>
    public string Board { get; init; } = "";

    /// <summary>The board's window.</summary>
    public string Window { get; init; } = "";

    /// <summary>The document.</summary>
    public string Document { get; init; } = "";

    /// <summary>The document's version that was made, called off, or came into force; 0 for none.</summary>
    public int Version { get; init; }

    /// <summary>Why, as they said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Until when what was done holds: Unix ticks; 0 where it has no end, or ends something.</summary>
    public long Until { get; init; }

    /// <summary>What was before, a JSON object.</summary>
    public string Before { get; init; } = "";

    /// <summary>What is now, a JSON object.</summary>
    public string After { get; init; } = "";

    /// <summary>What changed in a document: a JSON patch (RFC 6902).</summary>
    public string Patch { get; init; } = "";

    /// <summary>The same about a player who is erased: without their id, without a reason that names it, and, of a note, without what it said.</summary>
    public AuditEntry WithoutPlayer() => this with
    {
        PlayerId = Erased,
        Reason = Reason.Contains(PlayerId, StringComparison.Ordinal) || (IsNote && Reason.Length > 0) ? Erased : Reason,
        Before = IsNote ? "" : Before,
        After = IsNote ? "" : After,
    };

    private bool IsNote => Action is Note or DeleteNote;
}
