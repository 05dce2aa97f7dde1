using System.Globalization;
using LiveOps.Client.Calls;
using LiveOps.Client.Events;
using LiveOps.Client.Players;
using LiveOps.Client.Receipts;

namespace LiveOps.Client;

/// <content>Players. A call that is refused throws a <see cref="LiveOpsException"/>, such as 404 <c>unknown-player</c>.</content>
public sealed partial class LiveOpsClient
{
    /// <summary>How far a player came.</summary>
    public async Task<PlayerProgress> ProgressAsync(string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Progression, PathOf(playerId), cancellation).ConfigureAwait(false), PlayerProgress.Read);

    /// <summary>A player's rewards.</summary>
    public async Task<IReadOnlyList<PlayerReward>> RewardsAsync(string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Progression, PathOf(playerId) + "/rewards", cancellation).ConfigureAwait(false), PlayerReward.ReadAll);

    /// <summary>Whether a player may send.</summary>
    public async Task<PlayerStanding> StandingAsync(string playerId, CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Fairness, PathOf(playerId) + "/standing", cancellation).ConfigureAwait(false), PlayerStanding.Read);

    /// <summary>Claims a reward: the receipt, the same however often it is claimed.</summary>
    public async Task<string> ClaimAsync(string playerId, string reward, CancellationToken cancellation = default) =>
        Read(
            await SignedAsync(Service.Progression, $"{PathOf(playerId)}/rewards/{Uri.EscapeDataString(reward)}/claim", "", cancellation).ConfigureAwait(false),
            json => json.NeedText("receipt"));

    /// <summary>Has a key made for a player's client. For a game's server: the client's own key makes none.</summary>
    /// <param name="playerId">Whose.</param>
    /// <param name="expiresAt">Until when it holds; at most 366 days.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IssuedKey> MakePlayerKeyAsync(string playerId, DateTimeOffset expiresAt, CancellationToken cancellation = default)
    {
        string until = expiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string body = $"{{\"expiresAt\":\"{until}\",\"playerId\":\"{GameIds.Need(playerId, nameof(playerId))}\"}}";
        return Read(await SignedAsync(Service.Gateway, PathOf(playerId) + "/keys", body, cancellation).ConfigureAwait(false), IssuedKey.Read);
    }

    /// <summary>The keys that receipts are verified by, to keep: with them it takes no network.</summary>
    public async Task<ReceiptVerifier> ReceiptKeysAsync(CancellationToken cancellation = default) =>
        Read(await GetAsync(Service.Progression, "/.well-known/jwks.json", cancellation).ConfigureAwait(false), ReceiptVerifier.Read);

    private static string PathOf(string playerId) => "/v1/players/" + GameIds.Need(playerId, nameof(playerId));
}
