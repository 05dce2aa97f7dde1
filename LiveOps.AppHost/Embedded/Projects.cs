// What the Aspire SDK generates from the project references, for the build without it: the same names and members.
#pragma warning disable CA1707 // the SDK's names
namespace Projects;

/// <summary>The gateway.</summary>
public class LiveOps_Gateway : IProjectMetadata
{
    /// <inheritdoc/>
    public string ProjectPath => "LiveOps.Gateway/LiveOps.Gateway.csproj";
}

/// <summary>Fairness.</summary>
public class LiveOps_Fairness : IProjectMetadata
{
    /// <inheritdoc/>
    public string ProjectPath => "LiveOps.Fairness/LiveOps.Fairness.csproj";
}

/// <summary>Progression.</summary>
public class LiveOps_Progression : IProjectMetadata
{
    /// <inheritdoc/>
    public string ProjectPath => "LiveOps.Progression/LiveOps.Progression.csproj";
}

/// <summary>The leaderboard.</summary>
public class LiveOps_Leaderboard : IProjectMetadata
{
    /// <inheritdoc/>
    public string ProjectPath => "LiveOps.Leaderboard/LiveOps.Leaderboard.csproj";
}

/// <summary>This project: what tests name to find its model.</summary>
public class LiveOps_AppHost
{
    private LiveOps_AppHost()
    {
    }
}
