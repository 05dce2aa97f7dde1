namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>A group cannot be written as it was planned: its transaction is rolled back, and all of it is done again.</summary>
/// <param name="locks">Whether its entries are then locked before they are read: the catalogue moved, or another replica changed one of them.</param>
internal sealed class PlannedAnewException(bool locks) : Exception
{
    public bool Locks => locks;
}
