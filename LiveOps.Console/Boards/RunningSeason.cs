using LiveOps.Console.Edits;
using LiveOps.Console.Services;

namespace LiveOps.Console.Boards;

/// <summary>Where a document says until when a season of a board runs.</summary>
/// <param name="At">Where (RFC 6901).</param>
/// <param name="ClosesAt">What stands there.</param>
/// <param name="IsShared">Whether all boards without seasons of their own have it.</param>
public sealed record RunningSeason(string At, string ClosesAt, bool IsShared)
{
    /// <summary>Finds it; null where the document does not say it: calendar quarters, or a live event's board.</summary>
    /// <param name="document">The document of the boards.</param>
    /// <param name="board">The board.</param>
    /// <param name="season">The season, or a part of one that was rolled over: its name and two dots.</param>
    public static RunningSeason? Find(Part document, string board, string season)
    {
        string id = season.Split("..")[0];
        bool isShared = !document["boards"][board]["seasons"].Is;
        string rules = isShared ? "/default" : JsonPlaces.Member("/boards", board);
        IReadOnlyList<Part> seasons = (isShared ? document["default"] : document["boards"][board])["seasons"].Items;
        for (int at = 0; at < seasons.Count && id.Length > 0; at++)
        {
            if (seasons[at].Text("id") == id)
                return new RunningSeason($"{JsonPlaces.Item($"{rules}/seasons", at)}/closesAt", seasons[at].Text("closesAt"), isShared);
        }

        return null;
    }
}
