namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>What all replicas share.</summary>
internal sealed record GateRow(long Id, string Instance, long Version, long Floor);

/// <summary>A board.</summary>
internal sealed record BoardRow(int Id, string Name, bool Descending);

/// <summary>What of a window is closed.</summary>
internal sealed record TrackRow(string Board, short Win, long ClosedThrough, string ClosedLast);

/// <summary>A period in which somebody scored; see <see cref="PeriodState"/>.</summary>
internal sealed record PeriodRow(int Id, string Board, short Win, string Name, long Opens, long Closes, short State, long ClosedNo, int Total);

/// <summary>A player's entry in a period that is not archived yet.</summary>
internal sealed record ScoreRow(int Period, string Player, long Score, long AchievedAt, long LastAt, long OtherAt, long Version);

/// <summary>A player of whom Fairness said that they are blocked, or are no more; times in Unix ticks.</summary>
internal sealed record BlockedRow(string Player, long Number, long Ends, long Kept, bool ByOperator);

/// <summary>How often a board was dropped.</summary>
internal sealed record DroppedRow(string Board, int Times);

/// <summary>A hidden player.</summary>
internal sealed record HiddenRow(string Player);

/// <summary>A player's entry, there or deleted, that Redis is to be given as it is; the version is the catalogue's, after the step that changed it.</summary>
internal sealed record OwedRow(int Period, string Player, long Version);

/// <summary>A period that was closed because its season was cancelled.</summary>
internal sealed record CancelledRow(int Period);

/// <summary>A live event that limits who scores how often: how many are in it, and how many scores count.</summary>
internal sealed record LiveEventRow(string Event, int Entrants, long Attempts);

/// <summary>A player in a live event that limits who scores how often, and how many of their scores count.</summary>
internal sealed record EntrantRow(string Event, string Player, int Attempts);

/// <summary>A row of a closed period; the player is null once erased.</summary>
internal sealed record ArchivedRow(int Period, int Position, string? Player, long Score, long AchievedAt);

/// <summary>A row of a player who was erased while hidden.</summary>
internal sealed record GoneRow(int Period, int Position);

/// <summary>A reward that a player has earned and the bus has not been told of yet.</summary>
internal sealed record OwedRewardRow(long Id, string Reward, string Player, long ReachedAt, long At);
