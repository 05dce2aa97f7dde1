using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What an early rollover would do to a league, player by player, before it is done.</summary>
internal static class LeaguePreviewEndpoints
{
    public static void MapLeaguePreviews(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/leagues/{league}/preview", Preview).OfLeagues().RequireOperator().WithName("previewLeague").Produces<LeaguePreviewBody>()
            .Takes(CallParameter.Query("division", "The cohorts of this division alone.", SchemaParts.Text()), CallParameter.Limit(PreviewQuery.MostCohorts, PreviewQuery.UsualCohorts), CallParameter.Offset)
            .Refuses(ProblemTypes.UnknownLeague, ProblemTypes.NothingToRollOver)
            .WithSummary("Who would move and earn something if the season that runs closed now: how many by division, and some cohorts player by player; limit 1 to 20 cohorts, by default 10.");

    private static Task Preview(HttpContext context, string league, ILeagueStore leagues, string? division = null, string? limit = null, string? offset = null)
    {
        int from = 0;
        Problem? problem = Parameters.Rows(limit, PreviewQuery.UsualCohorts, out int cohorts, PreviewQuery.MostCohorts) ?? Parameters.Offset(offset, out from) ?? Parameters.League(league);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, leagues.PreviewAsync(new PreviewQuery(league, division, from, cohorts), context.RequestAborted), Write);
    }

    private static void Write(Utf8JsonWriter json, LeaguePreview preview)
    {
        json.WriteStartObject();
        json.WriteString("league", preview.League);
        json.WriteString("period", preview.Period.Name);
        json.WriteString("closesAt", UnixTicks.ToUtc(preview.Period.Closes));
        json.WriteNumber("waiting", preview.Waiting);
        json.WriteStartArray("divisions");
        foreach (DivisionPreview division in preview.Divisions)
        {
            json.WriteStartObject();
            json.WriteString("division", division.Division);
            json.WriteNumber("cohorts", division.Cohorts);
            json.WriteNumber("players", division.Players);
            json.WriteNumber("promoted", division.Promoted);
            json.WriteNumber("relegated", division.Relegated);
            json.WriteNumber("rewarded", division.Rewarded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("total", preview.Cohorts.Total);
        json.WriteStartArray("cohorts");
        foreach (CohortPreview cohort in preview.Cohorts.Items)
            Write(json, cohort);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CohortPreview cohort)
    {
        json.WriteStartObject();
        json.WriteString("cohort", LeagueEndpoints.Number(cohort.Cohort));
        json.WriteString("division", cohort.Division);
        json.WriteNumber("size", cohort.Size);
        json.WriteStartArray("entries");
        foreach (PreviewRow row in cohort.Rows)
        {
            json.WriteStartObject();
            json.WriteNumber("rank", row.Row.Rank);
            json.WriteString("playerId", row.Row.PlayerId);
            json.WriteNumber("score", row.Row.Score);
            json.WriteString("zone", Zones.Name(row.Row.Zone));
            json.WriteString("to", row.To);
            json.WriteStartArray("rewards");
            foreach (string reward in row.Rewards)
                json.WriteStringValue(reward);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
