namespace LiveOps.Leaderboard.Stores.Cluster.Sql;

/// <summary>A league; divisions in JSON.</summary>
internal sealed record LeagueRow(int Id, string Name, string Board, short Win, bool Played, string Divisions);

/// <summary>Since when what the leagues were ruled by last is in force.</summary>
internal sealed record LeaguesRuledRow(int Id, long Since);

/// <summary>A season; state 0 runs or waits for the one before it, 1 is over.</summary>
internal sealed record LeagueSeasonRow(int League, int Period, long Opens, long Made, short Waits, short State);

/// <summary>A cohort; taken are places, those of players who were erased too.</summary>
internal sealed record LeagueCohortRow(int League, long No, int Period, int Division, int Taken);

/// <summary>A player in a season; cohort 0 waits for one.</summary>
internal sealed record LeagueMemberRow(int League, int Period, string Player, long Cohort, long Seat);

/// <summary>The division of a player who is above the lowest.</summary>
internal sealed record LeagueDivisionRow(int League, string Player, int Division);

/// <summary>A period that closed, of which it is being found out what becomes of a league's players.</summary>
internal sealed record LeagueClosingRow(int League, int Period, long No, string Content);

/// <summary>What became of a season.</summary>
internal sealed record LeaguePastRow(int League, long No, string Name, long Opens, long Closes, int Players, int Cohorts, int Promoted, int Relegated, int Fallen, short Cancelled);
