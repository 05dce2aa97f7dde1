namespace LiveOps.Client.Leagues;

/// <summary>What becomes of a player of a league at the period's end, as it stands now.</summary>
public enum LeagueZone
{
    /// <summary>The division stays.</summary>
    Stay,

    /// <summary>Up.</summary>
    Promotion,

    /// <summary>Down.</summary>
    Relegation,
}
