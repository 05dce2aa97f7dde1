using LiveOps.Core.Audit;
using LiveOps.Core.Policies;

namespace LiveOps.Core.Notices;

/// <summary>That a document has a new version, or that one was called off before it came into force.</summary>
public static class PolicyNotice
{
    /// <summary>Adds it.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="document">The document's name.</param>
    /// <param name="version">What was written.</param>
    /// <param name="act">What the audit has of it, which says who called a version off, why and when; null where it has nothing: then it is told of whoever made the version.</param>
    public static void AddPolicyChanged(this INoticeSink sink, string document, PolicyVersion version, AuditEntry? act)
    {
        if (!sink.Wants(NoticeType.PolicyChanged))
            return;
        AuditEntry? callOff = version.IsCalledOff ? act : null;
        sink.Add(NoticeType.PolicyChanged, document, callOff?.At ?? version.MadeAt, json =>
        {
            json.WriteString("document", document);
            json.WriteNumber("version", version.Number);
            json.WriteString("change", version.IsCalledOff ? "called-off" : version.Restores is null ? "made" : "rolled-back");
            if (version.Restores is { } restored)
                json.WriteNumber("restores", restored);
            json.WriteTime("effectiveAt", version.EffectiveAt);
            json.WriteString("by", callOff?.By ?? version.Author);
            json.WriteString("reason", callOff?.Reason ?? version.Reason);
        });
    }
}
