namespace LiveOps.ServiceDefaults.Cors;

/// <summary>Marks a call that only reads, though what it asks for stands in its body.</summary>
public sealed record ReadingCall;
