namespace LiveOps.Core.Bus;

/// <summary>A message that one consumer could not apply, set aside with the reason, so that the messages behind it get their turn.</summary>
/// <param name="Id">Names it among the consumer's letters; matches <see cref="Ids.IdRule"/>. A later letter's id comes after an earlier one's.</param>
/// <param name="Consumer">Who could not apply it.</param>
/// <param name="Reason">The last error, in one line.</param>
/// <param name="SetAsideAt">When it was set aside.</param>
/// <param name="Deliveries">How many times the consumer was given it; 1 or more.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">The message's bytes; empty in a list.</param>
public sealed record DeadLetter(
    string Id, string Consumer, string Reason, DateTimeOffset SetAsideAt, int Deliveries, BusMessageKind Kind, ReadOnlyMemory<byte> Payload);
