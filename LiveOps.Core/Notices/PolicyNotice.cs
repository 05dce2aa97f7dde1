using LiveOps.Core.Policies;

namespace LiveOps.Core.Notices;

/// <summary>That a document has a new version, or that one was called off before it came into force.</summary>
public static class PolicyNotice
{
    /// <summary>Adds it.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="document">The document's name.</param>
    /// <param name="version">What was written.</param>
    public static void AddPolicyChanged(this INoticeSink sink, string document, PolicyVersion version)
    {
        if (!sink.Wants(NoticeType.PolicyChanged))
            return;
        sink.Add(NoticeType.PolicyChanged, document, version.MadeAt, json =>
        {
            json.WriteString("document", document);
            json.WriteNumber("version", version.Number);
            json.WriteString("change", version.IsCalledOff ? "called-off" : version.Restores > 0 ? "rolled-back" : "made");
            if (version.Restores > 0)
                json.WriteNumber("restores", version.Restores);
            json.WriteTime("effectiveAt", version.EffectiveAt);
            json.WriteString("by", version.Author);
            json.WriteString("reason", version.Reason);
        });
    }
}
