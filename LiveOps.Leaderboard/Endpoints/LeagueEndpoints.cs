using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>Leagues: where a player stands, the table of a cohort, past seasons.</summary>
internal static class LeagueEndpoints
{
    public static void MapLeagues(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder league = routes.MapGroup("/v1/leagues/{league}").OfLeagues();
        league.MapGet("/players/{id}", Place).WithName("getLeaguePlace").Produces<LeaguePlaceBody>().Refuses(ProblemTypes.UnknownLeague, ProblemTypes.NotRanked)
            .WithSummary("A player's division, and in the season that runs their cohort, rank and zone; these are null before their first score.");
        league.MapGet("/cohorts/{cohort}", Table).WithName("getCohort").Produces<CohortBody>().Refuses(ProblemTypes.UnknownLeague, ProblemTypes.UnknownCohort)
            .WithSummary("The table of a cohort of a season that runs, best first.");
        league.MapGet("/history", History).WithName("getLeagueHistory").Produces<LeagueHistoryBody>().Takes(Description.Page).Refuses(ProblemTypes.UnknownLeague)
            .WithSummary("Past seasons, newest first; limit 1 to 1000, by default 100.");
        routes.MapGet("/v1/players/{id}/leagues", Places).OfLeagues().WithName("getLeaguePlaces").Produces<LeaguePlacesBody>()
            .WithSummary("Where a player stands in every league; nowhere for a player never seen.");
    }

    /// <summary>The calls stand among the leagues.</summary>
    internal static TBuilder OfLeagues<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.InSection("leagues", "Leagues: divisions, cohorts and their seasons.").Refuses(ProblemTypes.Unavailable);

    private static Task Place(HttpContext context, string league, string id, ILeagueStore leagues) =>
        (Parameters.Player(id) ?? Parameters.League(league)) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, leagues.PlaceAsync(league, id), Write);

    private static Task Places(HttpContext context, string id, ILeagueStore leagues) =>
        Parameters.Player(id) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, leagues.PlacesAsync(id), (json, places) => Write(json, id, places));

    private static Task Table(HttpContext context, string league, string cohort, ILeagueStore leagues) =>
        (Parameters.Cohort(cohort, out long number) ?? Parameters.League(league)) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, leagues.CohortAsync(league, number), Write);

    private static Task History(HttpContext context, string league, ILeagueStore leagues, string? limit = null, string? offset = null)
    {
        int from = 0;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from) ?? Parameters.League(league);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, leagues.HistoryAsync(league, from, rows), Write);
    }

    private static void Write(Utf8JsonWriter json, string player, IReadOnlyList<LeaguePlace> places)
    {
        json.WriteStartObject();
        json.WriteString("playerId", player);
        json.WriteStartArray("leagues");
        foreach (LeaguePlace place in places)
            Write(json, place);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes where a player stands.</summary>
    internal static void Write(Utf8JsonWriter json, LeaguePlace place)
    {
        json.WriteStartObject();
        json.WriteString("league", place.League);
        json.WriteString("division", place.Division);
        if (place.Cohort is { } cohort)
            json.WriteString("cohort", Number(cohort));
        else
            json.WriteNull("cohort");
        json.WriteString("period", place.Period?.Name);
        if (place.Row is { } row)
        {
            json.WriteNumber("rank", row.Rank);
            json.WriteString("zone", Zones.Name(row.Zone));
            json.WriteNumber("score", row.Score);
        }
        else
        {
            json.WriteNull("rank");
            json.WriteNull("zone");
            json.WriteNull("score");
        }

        json.WriteNumber("size", place.Size);
        if (place.Period is { } period)
            json.WriteString("closesAt", UnixTicks.ToUtc(period.Closes));
        else
            json.WriteNull("closesAt");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CohortPage page)
    {
        json.WriteStartObject();
        json.WriteString("league", page.League);
        json.WriteString("division", page.Division);
        json.WriteString("cohort", Number(page.Cohort));
        json.WriteString("period", page.Period.Name);
        json.WriteString("closesAt", UnixTicks.ToUtc(page.Period.Closes));
        json.WriteNumber("size", page.Rows.Count);
        json.WriteStartArray("entries");
        foreach (CohortRow row in page.Rows)
        {
            json.WriteStartObject();
            json.WriteNumber("rank", row.Rank);
            json.WriteString("playerId", row.PlayerId);
            json.WriteNumber("score", row.Score);
            json.WriteString("achievedAt", UnixTicks.ToUtc(row.AchievedAt));
            json.WriteString("zone", Zones.Name(row.Zone));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PastSeasons history)
    {
        json.WriteStartObject();
        json.WriteString("league", history.League);
        json.WriteNumber("total", history.Seasons.Total);
        json.WriteStartArray("seasons");
        foreach (PastSeason season in history.Seasons.Items)
        {
            json.WriteStartObject();
            json.WriteString("period", season.Period.Name);
            json.WriteString("opensAt", UnixTicks.ToUtc(season.Period.Opens));
            json.WriteString("closesAt", UnixTicks.ToUtc(season.Period.Closes));
            if (season.Cancelled)
                json.WriteBoolean("cancelled", true);
            json.WriteNumber("players", season.Players);
            json.WriteNumber("cohorts", season.Cohorts);
            json.WriteNumber("promoted", season.Promoted);
            json.WriteNumber("relegated", season.Relegated);
            json.WriteNumber("fallen", season.Fallen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A cohort's number, which may be larger than a script's numbers are exact.</summary>
    internal static string Number(long cohort) => cohort.ToString(CultureInfo.InvariantCulture);
}
