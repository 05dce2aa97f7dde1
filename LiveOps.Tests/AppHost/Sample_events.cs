using System.Text;
using System.Text.Json;
using LiveOps.AppHost.Commands;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.AppHost;

public class Sample_events
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a raw secret that is thirty-two bytes long, or more")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public async Task Are_signed_so_that_the_gateway_takes_them(string secret)
    {
        using var request = new HttpRequestMessage();

        SampleEvents.Prepare(request, secret, Now);

        var headers = new HeaderDictionary();
        foreach ((string name, IEnumerable<string> values) in request.Headers)
            headers[name] = values.ToArray();
        var keys = new KeyRing([KeyValuePair.Create(KeyRing.DefaultKey, new[] { SigningSecret.Parse(secret, "HMAC_SECRET") })]);
        byte[] body = await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(SignatureOutcome.Valid, new RequestVerifier(() => keys, new ManualClock(Now)).Verify(headers, body, out _));
    }

    [Fact]
    public async Task Are_one_of_each_type()
    {
        using var request = new HttpRequestMessage();

        SampleEvents.Prepare(request, "any secret will do for this, if it is long enough", Now);

        using var batch = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var events = batch.RootElement.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["boss_killed", "item_acquired", "score_submitted", "xp_gained"], events.Select(e => e.GetProperty("type").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(events, e => Assert.Equal(Now, e.GetProperty("occurredAt").GetDateTimeOffset()));
        Assert.All(events, e => Assert.InRange(Encoding.UTF8.GetByteCount(e.GetProperty("id").GetString()!), 1, 64));
        Assert.Equal(4, events.Select(e => e.GetProperty("id").GetString()).Distinct().Count());
    }
}
