using LiveOps.Gateway.Intake.Mappings;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Intake.Stores;

/// <summary>What rows are read by now.</summary>
internal interface ICurrentIntake
{
    /// <summary>The document in force.</summary>
    /// <exception cref="StoreUnavailableException">It is not known yet.</exception>
    IntakePolicy Current { get; }
}
