using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>The gateway's document: which older systems send rows, and what their rows mean.</summary>
internal static class IntakeDocument
{
    public static readonly PolicyName Name = new("intake", "intake");
}
