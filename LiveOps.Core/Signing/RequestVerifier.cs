using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Core.Signing;

/// <summary>
/// Checks that a request was signed by one of our keys, or by one of a player's that was derived from them (<see cref="PlayerKey"/>):
/// <list type="number">
/// <item>all three headers stand there once, the id is one, the timestamp is a whole number;</item>
/// <item>the key is known, and a player's has not expired and is of the player's epoch;</item>
/// <item>a signature matches, for any secret of the key;</item>
/// <item>the timestamp is within <see cref="Tolerance"/>: last, so that nobody learns our clock without a key.</item>
/// </list>
/// </summary>
/// <param name="keys">The game's keys in force.</param>
/// <param name="clock">The clock.</param>
/// <param name="epochs">The epochs of players; null where no player's key is taken.</param>
public sealed class RequestVerifier(Func<KeyRing> keys, TimeProvider clock, IPlayerEpochs? epochs = null)
{
    /// <summary>How far a timestamp may be from now, both ways; the Standard Webhooks libraries use the same.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private readonly PlayerKeyCache _players = new();

    /// <summary>Checks one request, signed by a key of the game, against its body as sent. A player's key is none of these.</summary>
    public SignatureOutcome Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, out SignedBy signer)
    {
        signer = default;
        if (SignedRequest.Read(headers, out SignedRequest request) is var read && read != SignatureOutcome.Valid)
            return read;
        if (keys().Find(request.KeyId) is not { } secrets)
            return SignatureOutcome.UnknownKey;
        VerifiedRequest verified = Check(secrets, request, body, new SignedBy(request.KeyId, request.Id));
        signer = verified.Signer;
        return verified.Outcome;
    }

    /// <summary>Checks one request, signed by a key of the game or of a player, against its body as sent; at once where no epoch has to be asked for.</summary>
    /// <exception cref="Exception">The epoch of a player cannot be had: what <see cref="IPlayerEpochs.OfAsync"/> throws.</exception>
    public ValueTask<VerifiedRequest> VerifyAsync(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        if (SignedRequest.Read(headers, out SignedRequest request) is var read && read != SignatureOutcome.Valid)
            return new(VerifiedRequest.Not(read));
        KeyRing ring = keys();
        return ring.Find(request.KeyId) is { } secrets
            ? new(Check(secrets, request, body.Span, new SignedBy(request.KeyId, request.Id)))
            : VerifyPlayersAsync(ring, request, body);
    }

    /// <summary>
    /// What can be said before there is a body: whether the headers are there, and name a key that there is, or that may have been made for a player. <see cref="SignatureOutcome.Valid"/>
    /// says no more than that: nothing was proved.
    /// </summary>
    /// <param name="headers">The request's.</param>
    /// <param name="isPlayers">Whether it is a player's.</param>
    public SignatureOutcome Ahead(IHeaderDictionary headers, out bool isPlayers)
    {
        isPlayers = false;
        if (SignedRequest.Read(headers, out SignedRequest request) is var read && read != SignatureOutcome.Valid)
            return read;
        KeyRing ring = keys();
        if (ring.Find(request.KeyId) is not null)
            return SignatureOutcome.Valid;
        isPlayers = true;
        return FindPlayers(ring, request.KeyId, out _, out _);
    }

    private SignatureOutcome FindPlayers(KeyRing ring, string name, out PlayerSecrets? known, out PlayerKey key)
    {
        known = _players.Find(name);
        key = default;
        if (known is not null)
            key = known.Key;
        else if (epochs is null || !PlayerKey.TryParse(name, out key))
            return SignatureOutcome.UnknownKey;
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (key.Expiry <= now)
            return SignatureOutcome.ExpiredKey;
        return key.Expiry - now > (PlayerKey.MaxLifetime + Tolerance).TotalSeconds || ring.Find(key.GameKey) is null
            ? SignatureOutcome.UnknownKey // nobody made it
            : SignatureOutcome.Valid;
    }

    private ValueTask<VerifiedRequest> VerifyPlayersAsync(KeyRing ring, SignedRequest request, ReadOnlyMemory<byte> body)
    {
        if (FindPlayers(ring, request.KeyId, out PlayerSecrets? known, out PlayerKey key) is var found && found != SignatureOutcome.Valid)
            return new(VerifiedRequest.Not(found));
        ValueTask<long> epoch = epochs!.OfAsync(key.PlayerId);
        return epoch.IsCompletedSuccessfully
            ? new(CheckPlayers(known, key, epoch.Result, ring, request, body.Span))
            : WaitAsync(epoch, known, key, ring, request, body);
    }

    private async ValueTask<VerifiedRequest> WaitAsync(ValueTask<long> epoch, PlayerSecrets? known, PlayerKey key, KeyRing ring, SignedRequest request, ReadOnlyMemory<byte> body) =>
        CheckPlayers(known, key, await epoch, ring, request, body.Span);

    private VerifiedRequest CheckPlayers(PlayerSecrets? known, PlayerKey key, long epoch, KeyRing ring, in SignedRequest request, ReadOnlySpan<byte> body)
    {
        bool isKnown = known is not null && known.Epoch == epoch && ReferenceEquals(known.Ring, ring);
        PlayerSecrets secrets = isKnown ? known! : Derive(key, request.KeyId, epoch, ring);
        VerifiedRequest verified = Check(secrets.Secrets, request, body, new SignedBy(secrets.Scope, request.Id, key.PlayerId));
        if (verified.Outcome != SignatureOutcome.Valid)
            return verified;
        if (!isKnown)
            _players.Keep(request.KeyId, secrets);
        epochs!.Held(key.PlayerId);
        return verified;
    }

    private static PlayerSecrets Derive(PlayerKey key, string name, long epoch, KeyRing ring) => new(
        key, key.Scope, epoch, ring, Array.ConvertAll(ring.Find(key.GameKey)!, secret => secret.ForPlayer(name, epoch)));

    private VerifiedRequest Check(SigningKey[] secrets, in SignedRequest request, ReadOnlySpan<byte> body, SignedBy signer)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (SigningKey secret in secrets)
        {
            secret.Compute(request.Id, request.Timestamp, body, mac);
            if (!StandardWebhooks.Matches(request.Signatures, mac))
                continue; // which of our own secrets matched is no secret to its holder
            return Int128.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - (Int128)request.Seconds) > (long)Tolerance.TotalSeconds
                ? VerifiedRequest.Not(SignatureOutcome.Stale)
                : new VerifiedRequest(SignatureOutcome.Valid, signer, secret);
        }

        return VerifiedRequest.Not(SignatureOutcome.Bad);
    }
}
