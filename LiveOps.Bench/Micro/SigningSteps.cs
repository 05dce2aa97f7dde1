using BenchmarkDotNet.Attributes;
using LiveOps.Bench.Load;
using LiveOps.Core.Signing;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Bench.Micro;

/// <summary>Checking a signature.</summary>
public class SigningSteps
{
    private readonly HeaderDictionary _headersOfOne = [], _headersOfMany = [], _headersOfPlayer = [];
    private byte[] _one = [], _many = [];
    private RequestVerifier _verifier = null!;

    [GlobalSetup]
    public void SetUp()
    {
        byte[] secret = SigningSecret.Parse(PresignedRequests.Secret, "secret");
        var ring = new KeyRing([new(KeyRing.DefaultKey, [secret])]);
        _verifier = new RequestVerifier(() => ring, TimeProvider.System, new FirstEpoch());
        Sign(_headersOfOne, _one = Samples.Body(1), secret);
        string key = new PlayerKey("player-0001", TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeSeconds(), KeyRing.DefaultKey).Name;
        _headersOfPlayer[KeyRing.KeyHeader] = key;
        Sign(_headersOfPlayer, _one, PlayerKey.Derive(secret, key, 0));
        Sign(_headersOfMany, _many = Samples.Body(Samples.BatchSize), secret);
    }

    [Benchmark(Description = "signature of one event verified")]
    public SignatureOutcome VerifyOne() => _verifier.Verify(_headersOfOne, _one, out _);

    [Benchmark(Description = "signature of one event by a player's key seen lately verified")]
    public async ValueTask<SignatureOutcome> VerifyPlayers() => (await _verifier.VerifyAsync(_headersOfPlayer, _one)).Outcome;

    [Benchmark(Description = "signature of a batch of 100 verified, an event", OperationsPerInvoke = Samples.BatchSize)]
    public SignatureOutcome VerifyMany() => _verifier.Verify(_headersOfMany, _many, out _);

    private static void Sign(HeaderDictionary headers, byte[] body, byte[] secret)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        headers[StandardWebhooks.IdHeader] = "m-1";
        headers[StandardWebhooks.TimestampHeader] = $"{now}";
        headers[StandardWebhooks.SignatureHeader] = StandardWebhooks.Sign(secret, "m-1", now, body);
    }

    private sealed class FirstEpoch : IPlayerEpochs
    {
        public ValueTask<long> OfAsync(string playerId) => new(0);

        public ValueTask<long> NewestAsync(string playerId) => new(0);
    }
}
