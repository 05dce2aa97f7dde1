namespace LiveOps.Leaderboard.Leagues;

/// <summary>What becomes of a player if the season closes now.</summary>
internal enum LeagueZone : byte
{
    /// <summary>They stay in their division.</summary>
    Stay,

    /// <summary>They are promoted.</summary>
    Promotion,

    /// <summary>They are relegated.</summary>
    Relegation,
}
