using LiveOps.Tests.House.Rooms.Samples.Hall;

namespace LiveOps.Tests.House.Rooms.Samples.Door;

/// <summary>Knows the hall by a lambda in a body, and nothing else.</summary>
internal sealed class Guest
{
    public Func<object> Way { get; } = () => Array.Empty<IHost>();
}
