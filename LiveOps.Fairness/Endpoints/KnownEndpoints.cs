using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.Operators.Endpoints;

namespace LiveOps.Fairness.Endpoints;

/// <summary>What Fairness knows of a player, for an export.</summary>
internal static class KnownEndpoints
{
    public static void MapKnown(this WebApplication app) => app.MapKnown(GetAsync).Produces<KnownPlayer>();

    private static async Task<IResult> GetAsync(IFairnessStore store, string? player = null) =>
        KnownCall.Check(player) is { } problem ? problem : TypedResults.Ok(await KnownPlayer.ReadAsync(store, player!));
}
