using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>Which ranks a replica keeps in its own memory.</summary>
/// <param name="Bytes"><c>RANKS_IN_MEMORY_MEGABYTES</c> (default an eighth of the memory that the process may use): how many they may take, all together; 0: none are kept.</param>
/// <param name="AskedOften">From how many questions a second on a period's ranks are kept. 0: from the first on, which waits for them.</param>
/// <param name="Rest">How long a period's ranks are left in Redis at least after they had to be let go of; twice as long each time, up to 64 times.</param>
internal sealed record HeldSettings(long Bytes, int AskedOften, TimeSpan Rest)
{
    /// <summary>For how long a call that follows has Redis log what changes; said again after a third of it.</summary>
    public TimeSpan Followed { get; init; } = TimeSpan.FromSeconds(30);

    private const int Mebibyte = 1 << 20, Most = 1 << 20, Often = 100, Share = 8;

    public static HeldSettings Read(IConfiguration configuration)
    {
        int otherwise = (int)Math.Min(Most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share / Mebibyte);
        return new((long)configuration.GetWhole("RANKS_IN_MEMORY_MEGABYTES", otherwise, 0, Most) * Mebibyte, Often, TimeSpan.FromSeconds(1));
    }
}
