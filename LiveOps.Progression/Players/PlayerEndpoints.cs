using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.Progression.Http;
using LiveOps.Progression.State;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Progression.Players;

/// <summary>What is known of a player, and forgetting it.</summary>
internal static class PlayerEndpoints
{
    private delegate bool PlayerWriter(ProgressionState state, ReadOnlySpan<byte> playerId, Utf8JsonWriter json);

    public static void MapPlayers(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder player = routes.MapGroup("/v1/players/{id}").WithTags("players");

        player.MapGet("", GetProgress).WithName("getPlayer").WithSummary("A player's level, XP, boss kills and items.")
            .Produces<PlayerBody>().Refuses(400, 404);
        player.MapGet("/rewards", GetRewards).WithName("getRewards").WithSummary("The rewards granted to a player, claimable or claimed.")
            .Produces<RewardsBody>().Refuses(400, 404);
        player.MapGet("/export", Export).WithName("exportPlayer").WithSummary("All that Progression knows of a player. Operator.").RequireOperator()
            .Produces<ExportBody>().Refuses(400, 401, 404);
        player.MapDelete("", Erase).WithName("erasePlayer").WithSummary("Erases a player in every service, known or not; again is no error. Operator.").RequireOperator()
            .Produces(StatusCodes.Status204NoContent).Refuses(400, 401, 503);
    }

    private static Task GetProgress(string id, HttpContext context, ProgressionState state) =>
        AnswerAsync(id, context, state, static (state, player, json) => state.TryWritePlayer(player, json));

    private static Task GetRewards(string id, HttpContext context, ProgressionState state) =>
        AnswerAsync(id, context, state, static (state, player, json) => state.TryWriteRewards(player, json));

    private static Task Export(string id, HttpContext context, ProgressionState state) =>
        AnswerAsync(id, context, state, static (state, player, json) => state.TryWriteExport(player, json));

    private static async Task<IResult> Erase(string id, IEventBus bus, ICommandLog commands, CancellationToken cancellation)
    {
        if (!IdRule.IsValid(id))
            return InvalidId();
        try
        {
            // Once on the bus it is on its way to every service; the barrier behind it waits until this one has forgotten the player.
            await bus.PublishAsync(new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(id)), cancellation);
            await commands.ExecuteAsync(ProgressionState.Consumer, new[] { (byte)CommandKind.Barrier }, cancellation);
            return Results.NoContent();
        }
        catch (BusUnavailableException)
        {
            return new Problem(ProblemTypes.Unavailable, "The erasure could not be made durable: send it again.", retryAfter: 1);
        }
    }

    private static Task AnswerAsync(string id, HttpContext context, ProgressionState state, PlayerWriter write)
    {
        if (!IdRule.IsValid(id))
            return InvalidId().ExecuteAsync(context);
        return JsonAnswers.WriteAsync(
            context,
            (id, state, write),
            static (call, json) =>
            {
                Span<byte> player = stackalloc byte[IdRule.MaxLength];
                return call.write(call.state, player[..Encoding.ASCII.GetBytes(call.id, player)], json);
            },
            static () => new Problem(ProblemTypes.UnknownPlayer));
    }

    private static Problem InvalidId() => new(ProblemTypes.InvalidParameter, "A player's id is 1 to 64 characters of [A-Za-z0-9_.:-].");
}
