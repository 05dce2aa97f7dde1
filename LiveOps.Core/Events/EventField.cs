namespace LiveOps.Core.Events;

/// <summary>The properties that an event may have in JSON.</summary>
[Flags]
internal enum EventField
{
    None = 0,
    Id = 1,
    Player = 2,
    Type = 4,
    OccurredAt = 8,
    Data = 16,
    Amount = 32,
    Boss = 64,
    Item = 128,
    Quantity = 256,
    Board = 512,
    Score = 1024,
    Counter = 2048,
}
