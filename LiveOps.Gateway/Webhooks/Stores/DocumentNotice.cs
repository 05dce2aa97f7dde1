using LiveOps.Core.Audit;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>That a document of the gateways' own has changed. They have the webhooks, so it comes to those in the step that changes it, by no bus and no queue; what numbers it is the document's revision.</summary>
internal static class DocumentNotice
{
    private const string Source = "gateway";

    /// <summary>The notice, with its number.</summary>
    /// <param name="document">The document's name.</param>
    /// <param name="version">What was written.</param>
    /// <param name="act">What the audit has of it; null for nothing.</param>
    public static NoticeBatch Of(string document, PolicyVersion version, AuditEntry? act)
    {
        var notices = new NoticeBuffer(Source, NoticeTypes.Any, isHeard: false);
        notices.AddPolicyChanged(document, version, act);
        return new NoticeBatch($"{Source}:{document}", version.Revision, notices.Notices);
    }
}
