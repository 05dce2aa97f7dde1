namespace LiveOps.Tests.House.Rooms;

/// <summary>What stands in <c>docs/house.md</c>: each service has the same storeys, and nobody knows a room above.</summary>
public sealed class Services_have_the_same_storeys
{
    public static TheoryData<string> Services => [.. Storeys.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_room_is_on_a_storey(string service) =>
        Assert.DoesNotContain(CompiledProject.Rooms(service).Rooms, room => Storeys.Of(service, room) < 0);

    [Theory]
    [MemberData(nameof(Services))]
    public void No_room_knows_one_above_it(string service) =>
        Assert.DoesNotContain(CompiledProject.Rooms(service).Edges, edge => Storeys.Of(service, edge.From) > Storeys.Of(service, edge.To));
}
