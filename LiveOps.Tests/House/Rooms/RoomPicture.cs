using System.Globalization;
using System.Text;

namespace LiveOps.Tests.House.Rooms;

/// <summary>Draws the rooms of a service on its storeys, as Mermaid.</summary>
internal static class RoomPicture
{
    /// <summary>Every room, and an arrow to each that it knows, unless other arrows lead there as well.</summary>
    public static string Of(string service, RoomGraph graph)
    {
        var text = new StringBuilder("```mermaid\nflowchart TB\n");
        for (int storey = 0; storey < Storeys.Names.Length; storey++)
        {
            string[] rooms = [.. graph.Rooms.Where(room => Storeys.Of(service, room) == storey)];
            if (rooms.Length == 0)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"  subgraph s{storey}[\"{Storeys.Names[storey]}\"]\n");
            foreach (string room in rooms)
                text.Append(CultureInfo.InvariantCulture, $"    {Key(room)}[\"{Name(service, room)}\"]\n");
            text.Append("  end\n");
        }

        foreach (Knowledge edge in graph.Edges.Where(edge => !IsPlain(graph, edge)))
            text.Append(CultureInfo.InvariantCulture, $"  {Key(edge.From)} --> {Key(edge.To)}\n");
        return text.Append("```\n").ToString();
    }

    // An arrow says nothing new when its end is reached by a longer way.
    private static bool IsPlain(RoomGraph graph, Knowledge edge)
    {
        var seen = new HashSet<string>();
        var rooms = new Queue<string>(Known(graph, edge.From).Where(room => room != edge.To));
        while (rooms.TryDequeue(out string? room))
        {
            if (room == edge.To)
                return true;
            if (seen.Add(room))
            {
                foreach (string known in Known(graph, room))
                    rooms.Enqueue(known);
            }
        }

        return false;
    }

    private static IEnumerable<string> Known(RoomGraph graph, string room) => graph.Edges.Where(edge => edge.From == room).Select(edge => edge.To);

    private static string Key(string room) => room.Replace('/', '_').Replace('.', '_');

    private static string Name(string service, string room) => room == service ? service : room[(service.Length + 1)..];
}
