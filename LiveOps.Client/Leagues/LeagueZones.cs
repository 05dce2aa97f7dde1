using LiveOps.Client.Json;

namespace LiveOps.Client.Leagues;

/// <summary>Zones as answers write them.</summary>
internal static class LeagueZones
{
    /// <exception cref="FormatException">It is a zone that this client does not know.</exception>
    public static LeagueZone? Read(JsonValue zone) => zone.Text switch
    {
        null => null,
        "promotion" => LeagueZone.Promotion,
        "stay" => LeagueZone.Stay,
        "relegation" => LeagueZone.Relegation,
        _ => throw new FormatException("the answer's zone is none that is known"),
    };
}
