namespace LiveOps.Tests.House.Rooms;

/// <summary>The test of the test: rooms in <c>Samples/</c> that know each other in a circle, each by another trace that code leaves.</summary>
public sealed class Circles_between_rooms_are_found
{
    private const string Samples = "LiveOps.Tests/House/Rooms/Samples";

    [Fact]
    public void What_a_type_knows_is_seen_in_lambdas_generics_attributes_and_iterators()
    {
        IEnumerable<string> edges = CompiledProject.Rooms("LiveOps.Tests", Samples).Edges.Select(edge => edge.ToString().Replace(Samples + "/", "", StringComparison.Ordinal));

        Assert.Equal(["Attic -> Cellar (Chest knows Barrel)", "Attic -> Door (Chest knows Guest)", "Door -> Hall (Guest knows IHost)", "Hall -> Attic (IHost knows Chest)"], edges);
    }

    [Fact]
    public void A_circle_is_told_with_the_types_that_close_it()
    {
        IReadOnlyList<Knowledge> circle = CompiledProject.Rooms("LiveOps.Tests", Samples).ShortestCircle();

        Assert.Equal(["Chest knows Guest", "Guest knows IHost", "IHost knows Chest"], circle.Select(edge => $"{edge.Type} knows {edge.KnownType}"));
        Assert.Equal(circle[0].From, circle[^1].To);
    }

    [Fact]
    public void Of_several_circles_the_shortest_is_told()
    {
        RoomGraph graph = Graph("a>b", "b>c", "c>d", "d>a", "c>e", "e>f", "f>c", "g>a", "e>h");

        Assert.Equal(["c>e", "e>f", "f>c"], graph.ShortestCircle().Select(edge => $"{edge.From}>{edge.To}"));
    }

    [Fact]
    public void A_folder_and_its_child_that_know_each_other_are_a_circle()
    {
        RoomGraph graph = Graph("bus>bus/streams", "bus/streams>bus");

        Assert.Equal(2, graph.ShortestCircle().Count);
    }

    [Fact]
    public void Rooms_that_meet_again_below_are_no_circle()
    {
        RoomGraph graph = Graph("a>b", "a>c", "b>d", "c>d", "a>d", "a>a");

        Assert.Empty(graph.ShortestCircle());
    }

    private static RoomGraph Graph(params string[] edges)
    {
        var graph = new RoomGraph();
        foreach (string edge in edges)
            graph.Add(new Knowledge(edge.Split('>')[0], edge.Split('>')[1], "One", "Other"));
        return graph;
    }
}
