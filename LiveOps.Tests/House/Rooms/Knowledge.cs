namespace LiveOps.Tests.House.Rooms;

/// <summary>That a room knows another, with one pair of types for an example.</summary>
internal sealed record Knowledge(string From, string To, string Type, string KnownType)
{
    public override string ToString() => $"{From} -> {To} ({Type} knows {KnownType})";
}
