using LiveOps.Core.Policies;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Gateway.Intake.Stores;

/// <summary>A gateway of a cluster that has no database has the document from its file alone, and every change says so.</summary>
internal sealed class FileIntake(PolicyFile<IntakePolicy> file) : ICurrentIntake, IPolicyStore
{
    private const string NoDatabase = "Versions need a database of the gateway's own: set ConnectionStrings__gateway, or put intake.json into POLICY_DIR.";

    /// <inheritdoc/>
    public IntakePolicy Current => file.Current;

    /// <inheritdoc/>
    public long Lead => 0;

    /// <inheritdoc/>
    public long Latest => 0;

    /// <inheritdoc/>
    public string? Refusal => NoDatabase;

    /// <inheritdoc/>
    public ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) => new(PolicyHistory.Empty);

    /// <inheritdoc/>
    public ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => new((byte[]?)null);

    /// <inheritdoc/>
    public Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation) => throw new InvalidOperationException(NoDatabase);
}
