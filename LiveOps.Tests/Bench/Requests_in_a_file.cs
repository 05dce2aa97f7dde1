using System.Globalization;
using System.Text;
using LiveOps.Bench.Load;
using LiveOps.Core.Events;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.Bench;

/// <summary>The requests in the file that is sent, read by what the gateway reads them with.</summary>
public sealed class Requests_in_a_file
{
    private static readonly RequestVerifier Verifier = new(
        () => new KeyRing([new KeyValuePair<string, byte[][]>(KeyRing.DefaultKey, [SigningSecret.Parse(PresignedRequests.Secret, "secret")])]), TimeProvider.System);

    [Theory]
    [InlineData(40, 1)]
    [InlineData(7, 100)]
    [InlineData(1, 1000)]
    public void Every_request_is_signed_and_carries_the_events_it_claims_and_none_comes_twice(int count, int batch)
    {
        var mix = new EventMix(Players: 10_000, Boards: 10);
        using var requests = PresignedRequests.Make("t01", count, batch, mix);
        byte[] file = File.ReadAllBytes(requests.Path);
        Assert.Equal(count * requests.Length, file.Length);
        HashSet<string> webhooks = [], events = [];
        var intake = new EventIntake();
        long n = 0;
        for (int i = 0; i < count; i++)
        {
            (HeaderDictionary headers, byte[] body) = Parse(file.AsSpan(i * requests.Length, requests.Length));
            Assert.Equal(SignatureOutcome.Valid, Verifier.Verify(headers, body, out SignedBy signer));
            Assert.True(webhooks.Add(signer.WebhookId));
            intake.Clear();
            Assert.Equal(batch == 1 ? EventBody.One : EventBody.Batch, EventReader.Read(body, intake, out _));
            Assert.Empty(intake.Rejected);
            Assert.Equal(batch, intake.Events.Count);
            foreach (GameEvent e in intake.Events.Seal(1))
            {
                Assert.True(events.Add(Encoding.ASCII.GetString(e.Id)));
                MixedEvent claimed = mix.At(RequestWriter.SeedOf("t01"), n++);
                Assert.Equal(
                    (claimed.Type, string.Create(CultureInfo.InvariantCulture, $"p-{claimed.Player:D8}"), SubjectOf(claimed), claimed.Value),
                    (e.Type, Encoding.ASCII.GetString(e.PlayerId), Encoding.ASCII.GetString(e.Subject), e.Value));
            }
        }
    }

    [Fact]
    public void The_same_events_of_another_run_have_other_ids()
    {
        var mix = new EventMix(10, 1);
        var clock = new ManualClock();
        string a = Encoding.ASCII.GetString(new RequestWriter("a01", 1, mix, clock.UtcNow).Write(3).Body.Span);
        string b = Encoding.ASCII.GetString(new RequestWriter("b01", 1, mix, clock.UtcNow).Write(3).Body.Span);
        Assert.Contains("\"id\":\"e-a01-0000000003\"", a, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"e-b01-0000000003\"", b, StringComparison.Ordinal);
    }

    private static string SubjectOf(MixedEvent e) => e.Type switch
    {
        EventType.XpGained => "",
        EventType.BossKilled => string.Create(CultureInfo.InvariantCulture, $"boss-{e.Subject:D2}"),
        EventType.ItemAcquired => string.Create(CultureInfo.InvariantCulture, $"item-{e.Subject:D2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"board-{e.Subject:D4}"),
    };

    private static (HeaderDictionary Headers, byte[] Body) Parse(ReadOnlySpan<byte> request)
    {
        int end = request.IndexOf("\r\n\r\n"u8);
        string[] lines = Encoding.ASCII.GetString(request[..end]).Split("\r\n");
        Assert.Equal("POST /v1/events HTTP/1.1", lines[0]);
        var headers = new HeaderDictionary();
        foreach (string line in lines[1..])
            headers.Append(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        byte[] body = request[(end + 4)..].ToArray();
        Assert.Equal(body.Length, headers.ContentLength);
        return (headers, body);
    }
}
