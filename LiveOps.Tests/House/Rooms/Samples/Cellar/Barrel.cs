namespace LiveOps.Tests.House.Rooms.Samples.Cellar;

/// <summary>Knows nobody.</summary>
internal static class Barrel
{
    public static readonly object Full = new();
}
