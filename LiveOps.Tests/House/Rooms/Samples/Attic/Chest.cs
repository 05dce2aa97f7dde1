using System.ComponentModel;
using LiveOps.Tests.House.Rooms.Samples.Cellar;
using LiveOps.Tests.House.Rooms.Samples.Door;

namespace LiveOps.Tests.House.Rooms.Samples.Attic;

/// <summary>Knows the door by an attribute, which closes a circle, and the cellar by a member of an iterator's state.</summary>
[TypeConverter(typeof(Guest))]
internal sealed class Chest
{
    public static IEnumerable<object> Things()
    {
        yield return Barrel.Full;
        yield return Barrel.Full;
    }
}
