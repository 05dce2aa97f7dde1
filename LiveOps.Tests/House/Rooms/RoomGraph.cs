namespace LiveOps.Tests.House.Rooms;

/// <summary>Which room of a project knows which; a room is a folder, a child folder is a room of its own.</summary>
internal sealed class RoomGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, Knowledge>> _known = new(StringComparer.Ordinal);

    /// <summary>The rooms, sorted.</summary>
    public IEnumerable<string> Rooms => _known.Keys;

    /// <summary>All that is known of another room, sorted.</summary>
    public IEnumerable<Knowledge> Edges => _known.Values.SelectMany(known => known.Values);

    /// <summary>Adds a room, if it is not there yet.</summary>
    public void Add(string room) => _known.TryAdd(room, new SortedDictionary<string, Knowledge>(StringComparer.Ordinal));

    /// <summary>Adds what a type knows; of two rooms the first example is kept.</summary>
    public void Add(Knowledge knowledge)
    {
        Add(knowledge.From);
        Add(knowledge.To);
        if (knowledge.From != knowledge.To)
            _known[knowledge.From].TryAdd(knowledge.To, knowledge);
    }

    /// <summary>A circle that no other is shorter than, from its first room back to it; empty when there is none.</summary>
    public IReadOnlyList<Knowledge> ShortestCircle() =>
        _known.Keys.Select(Circle).Where(circle => circle.Count > 0).MinBy(circle => circle.Count) ?? [];

    // Breadth first from the room, until somebody knows the room itself.
    private List<Knowledge> Circle(string start)
    {
        var reachedBy = new Dictionary<string, Knowledge>();
        var rooms = new Queue<string>([start]);
        while (rooms.TryDequeue(out string? room))
        {
            foreach (Knowledge knowledge in _known[room].Values)
            {
                if (!reachedBy.TryAdd(knowledge.To, knowledge))
                    continue;
                if (knowledge.To == start)
                    return Way(reachedBy, start);
                rooms.Enqueue(knowledge.To);
            }
        }

        return [];
    }

    private static List<Knowledge> Way(Dictionary<string, Knowledge> reachedBy, string end)
    {
        List<Knowledge> way = [reachedBy[end]];
        while (way[^1].From != end)
            way.Add(reachedBy[way[^1].From]);
        way.Reverse();
        return way;
    }
}
