namespace LiveOps.Core.Bus;

/// <summary>One message on the bus. The payload is borrowed from the bus until the consumer's call ends: keep copies.</summary>
/// <param name="Kind">What the payload is.</param>
/// <param name="Payload">The bytes.</param>
public readonly record struct BusMessage(BusMessageKind Kind, ReadOnlyMemory<byte> Payload);
