namespace LiveOps.Core.Audit;

/// <summary>To what kinds of things something is done.</summary>
public static class AuditKinds
{
    /// <summary>A player: blocks, hiding, erasure, exports.</summary>
    public const string Player = "player";

    /// <summary>A board: rollovers, removals, drops, seasons.</summary>
    public const string Board = "board";

    /// <summary>A document with versions.</summary>
    public const string Policy = "policy";

    /// <summary>A message that could not be applied.</summary>
    public const string DeadLetter = "dead-letter";

    /// <summary>What is granted to players.</summary>
    public const string Grant = "grant";

    /// <summary>A call that its caller may not make.</summary>
    public const string Access = "access";

    /// <summary>A webhook: where notices are sent.</summary>
    public const string Webhook = "webhook";

    /// <summary>A case of the review queue: decisions, and those that are taken back.</summary>
    public const string Review = "review";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Access, Board, DeadLetter, Grant, Player, Policy, Review, Webhook];
}
