namespace LiveOps.Core.Notices;

/// <summary>The types of notices by name. Names are promises to receivers: never change one.</summary>
public static class NoticeTypes
{
    /// <summary>Every type.</summary>
    public const ulong Any = ulong.MaxValue;

    private static readonly (NoticeType Type, string Name, bool IsOfPlayer)[] Table =
    [
        (NoticeType.LevelReached, "level.reached", true),
        (NoticeType.RewardGranted, "reward.granted", true),
        (NoticeType.RewardClaimed, "reward.claimed", true),
        (NoticeType.PlayerFlagged, "player.flagged", true),
        (NoticeType.PlayerBlocked, "player.blocked", true),
        (NoticeType.PeriodClosed, "period.closed", false),
        (NoticeType.LeagueMoved, "league.moved", true),
        (NoticeType.LiveEventOpened, "live-event.opened", false),
        (NoticeType.LiveEventClosed, "live-event.closed", false),
        (NoticeType.PolicyChanged, "policy.changed", false),
        (NoticeType.PlayerGranted, "player.granted", true),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Table, row => row.Name);

    /// <summary>The name; a type of a newer version has none and is <c>unknown</c>.</summary>
    public static string Name(NoticeType type) => (int)type < Table.Length ? Table[(int)type].Name : "unknown";

    /// <summary>Whether its subject is a player: an erased player's notices are forgotten.</summary>
    public static bool IsOfPlayer(NoticeType type) => (int)type >= Table.Length || Table[(int)type].IsOfPlayer;

    /// <summary>The type's bit in a set of types.</summary>
    public static ulong Bit(NoticeType type) => 1UL << ((int)type & 63);

    /// <summary>The set of some types by name; null when one is none. No name means <see cref="Any"/>, also types to come.</summary>
    public static ulong? SetOf(IReadOnlyCollection<string> names)
    {
        ulong set = 0;
        foreach (string name in names)
        {
            int at = Array.FindIndex(Table, row => row.Name == name);
            if (at < 0)
                return null;
            set |= Bit(Table[at].Type);
        }

        return names.Count == 0 ? Any : set;
    }

    /// <summary>The names of a set; none for <see cref="Any"/>.</summary>
    public static IReadOnlyList<string> NamesOf(ulong set) => set == Any ? [] : [.. Table.Where(row => (set & Bit(row.Type)) != 0).Select(row => row.Name)];
}
