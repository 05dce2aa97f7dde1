using LiveOps.Gateway.Intake.Mappings;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Gateway.Intake.Stores;

/// <summary>The document that gateways of a cluster share in their database.</summary>
internal sealed class SharedIntake(IPolicies<IntakePolicy> policies) : ICurrentIntake
{
    /// <inheritdoc/>
    public IntakePolicy Current => policies.Current;
}
