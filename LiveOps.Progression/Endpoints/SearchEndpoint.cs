using System.Globalization;
using System.Text.Json.Serialization;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Progression.Players;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Progression.Endpoints;

/// <summary><c>GET /v1/players</c>: players by how their ids begin, page by page.</summary>
internal static class SearchEndpoint
{
    private const int DefaultLimit = 20, MaxLimit = 50;

    private static readonly CallParameter[] Parameters =
    [
        CallParameter.Query("prefix", "How their ids begin, upper and lower case told apart; one character at the least.", SchemaParts.Text(@"^[A-Za-z0-9_.:\-]{1,64}$")),
        CallParameter.After,
        CallParameter.Limit(MaxLimit, DefaultLimit),
    ];

    public static void MapPlayerSearch(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/players", SearchAsync).InSection(PlayerEndpoints.Section, PlayerEndpoints.About).RequireOperator()
        .WithName("findPlayers").WithSummary("Players whose ids begin as is asked for, in order of their ids. Operator.").Produces<FoundPlayersBody>().Takes(Parameters)
        .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.Unavailable);

    private static async Task<IResult> SearchAsync(IPlayerSearch search, CancellationToken cancellation, string? prefix = null, string? after = null, string? limit = null)
    {
        if (string.IsNullOrEmpty(prefix) || !IdRule.WasValid(prefix))
            return new Problem(ProblemTypes.InvalidParameter, $"prefix is the beginning of an id, which {IdRule.Sentence}.");
        if (after is not null && !IdRule.WasValid(after))
            return new Problem(ProblemTypes.InvalidParameter, "after must be the next of the page before.");
        int most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
            return new Problem(ProblemTypes.InvalidParameter, $"limit must be a whole number from 1 to {MaxLimit}.");
        IReadOnlyList<FoundPlayer> found = await search.SearchAsync(prefix, after ?? "", most + 1, cancellation);
        FoundPlayerBody[] page = [.. found.Take(most).Select(player => new FoundPlayerBody(player.PlayerId, player.Xp, UnixTicks.ToUtc(player.UpdatedAt)))];
        return Results.Json(new FoundPlayersBody(page, found.Count > most ? page[^1].PlayerId : null), SearchJson.Default.FoundPlayersBody);
    }
}

/// <summary>A player who was found.</summary>
/// <param name="PlayerId">Who.</param>
/// <param name="Xp">All XP ever gained.</param>
/// <param name="UpdatedAt">When the newest of their events was accepted.</param>
internal sealed record FoundPlayerBody(string PlayerId, long Xp, DateTime UpdatedAt);

/// <summary>A page of them, in order of their ids; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record FoundPlayersBody(FoundPlayerBody[] Players, string? Next);

/// <summary>JSON of the search.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FoundPlayersBody))]
internal sealed partial class SearchJson : JsonSerializerContext;
