using LiveOps.Tests.House.Rooms.Samples.Attic;

namespace LiveOps.Tests.House.Rooms.Samples.Hall;

/// <summary>Knows the attic by an argument of a generic, and has no line that runs.</summary>
internal interface IHost
{
    IReadOnlyDictionary<string, List<Chest[]>> Chests { get; }
}
