namespace LiveOps.AppHost.Aks.Objects;

/// <summary>What stands for an image's digest until an installation puts its own there.</summary>
internal static class ImageDigest
{
    /// <summary>No image has it: what is installed without a digest of its own pulls nothing, and nothing of somebody else's.</summary>
    public const string None = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
}
