using LiveOps.Core.Audit;
using LiveOps.Core.Notices;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.State;

/// <summary>What others are told of flags and of what followed from them.</summary>
internal static class FairnessNotices
{
    /// <summary>A flag was raised.</summary>
    public static void TellFlag(this INoticeSink notices, Flag flag)
    {
        if (notices.Wants(NoticeType.PlayerFlagged))
            Add(notices, flag);
    }

    /// <summary>A player was blocked, or something else was decided, as on a case: only the block itself is told.</summary>
    public static void TellDecision(this INoticeSink notices, AuditEntry decision)
    {
        if (decision is { Kind: AuditKinds.Player, Action: Standing.Blocked } && decision.PlayerId.Length > 0 && notices.Wants(NoticeType.PlayerBlocked))
            Add(notices, decision);
    }

    private static void Add(INoticeSink notices, Flag flag) => notices.Add(NoticeType.PlayerFlagged, flag.PlayerId, flag.At, json =>
    {
        json.WriteString("playerId", flag.PlayerId);
        json.WriteString("rule", flag.Rule);
        json.WriteString("eventId", flag.EventId);
        json.WriteString("observed", flag.Observed);
        json.WriteString("expected", flag.Expected);
        json.WriteTime("at", flag.At);
    });

    private static void Add(INoticeSink notices, AuditEntry decision) => notices.Add(NoticeType.PlayerBlocked, decision.PlayerId, decision.At, json =>
    {
        json.WriteString("playerId", decision.PlayerId);
        json.WriteTime("until", decision.Until);
        json.WriteString("reason", decision.Reason);
        json.WriteString("by", decision.By);
    });
}
