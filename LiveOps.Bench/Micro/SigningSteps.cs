using BenchmarkDotNet.Attributes;
using LiveOps.Bench.Load;
using LiveOps.Core.Signing;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Bench.Micro;

/// <summary>Checking a signature.</summary>
public class SigningSteps
{
    private readonly HeaderDictionary _headersOfOne = [], _headersOfMany = [];
    private byte[] _one = [], _many = [];
    private RequestVerifier _verifier = null!;

    [GlobalSetup]
    public void SetUp()
    {
        byte[] secret = SigningSecret.Parse(PresignedRequests.Secret, "secret");
        var ring = new KeyRing([new(KeyRing.DefaultKey, [secret])]);
        _verifier = new RequestVerifier(() => ring, TimeProvider.System);
        Sign(_headersOfOne, _one = Samples.Body(1), secret);
        Sign(_headersOfMany, _many = Samples.Body(Samples.BatchSize), secret);
    }

    [Benchmark(Description = "signature of one event verified")]
    public SignatureOutcome VerifyOne() => _verifier.Verify(_headersOfOne, _one, out _);

    [Benchmark(Description = "signature of a batch of 100 verified, an event", OperationsPerInvoke = Samples.BatchSize)]
    public SignatureOutcome VerifyMany() => _verifier.Verify(_headersOfMany, _many, out _);

    private static void Sign(HeaderDictionary headers, byte[] body, byte[] secret)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        headers[StandardWebhooks.IdHeader] = "m-1";
        headers[StandardWebhooks.TimestampHeader] = $"{now}";
        headers[StandardWebhooks.SignatureHeader] = StandardWebhooks.Sign(secret, "m-1", now, body);
    }
}
