namespace LiveOps.Tests.House.Rooms;

/// <summary>The storeys that each service has, top to bottom, and which rooms are on which.</summary>
internal static class Storeys
{
    /// <summary>Their names, the highest first.</summary>
    public static readonly string[] Names = ["the pair", "endpoints", "stores", "state", "what is decided", "what is shared"];

    private static readonly Dictionary<string, string[][]> Rooms = new()
    {
        ["LiveOps.Gateway"] =
        [
            [""], ["Ingest", "Intake", "Keys", "Summary", "Time", "Webhooks"], ["Idempotency", "Intake/Stores", "Webhooks/Stores", "Webhooks/Stores/Sql", "Webhooks/Sending"], ["Webhooks/State"],
            ["Intake/Rows", "Intake/Senders", "Verdicts", "Webhooks/Deliveries"], ["Bodies", "Intake/Mappings"],
        ],
        ["LiveOps.Fairness"] =
        [
            [""], ["Endpoints"], ["Stores", "Stores/Journaled", "Stores/Redis"], ["State"],
            ["Verdicts", "Reviews", "Learning", "Players", "Policies", "Standings", "Flags", "Rules", "Metrics"], ["Conduct"],
        ],
        ["LiveOps.Progression"] =
        [
            [""], ["Endpoints", "Exports"], ["Stores", "Stores/Journaled", "Stores/Sql"], ["State"], ["Claims", "Grants", "Notes", "Rules"], ["Players", "Receipts", "Metrics"],
        ],
        ["LiveOps.Leaderboard"] =
        [
            [""], ["Endpoints", "Exports"],
            [
                "Stores", "Stores/Live", "Stores/LiveEvents", "Stores/Memory", "Stores/Cluster", "Stores/Cluster/Applying", "Stores/Cluster/Cataloguing", "Stores/Cluster/Closing", "Stores/Cluster/Counts",
                "Stores/Cluster/Held", "Stores/Cluster/Leagues", "Stores/Cluster/Redis", "Stores/Cluster/Sql",
            ],
            ["State"], ["Boards", "History", "Leagues", "LiveEvents", "Ranks"], ["Pages", "Policies", "Snapshots"],
        ],
        ["LiveOps.Console"] =
        [
            [""], ["Audit", "Boards", "Calendar", "DeadLetters", "Leagues", "LiveEvents", "Now", "Players", "Policies", "Review", "SigningIn", "Webhooks"], ["Ends"], [], ["Charts", "Differences", "Edits", "Forms", "Pulse"],
            ["Assets", "Services", "Sessions", "Shell", "Words"],
        ],
    };

    /// <summary>The services.</summary>
    public static IEnumerable<string> Services => Rooms.Keys;

    /// <summary>The number of a room's storey, the highest being 0; -1 for a room that nobody placed.</summary>
    public static int Of(string service, string room) =>
        Array.FindIndex(Rooms[service], rooms => rooms.Contains(room[service.Length..].TrimStart('/')));
}
