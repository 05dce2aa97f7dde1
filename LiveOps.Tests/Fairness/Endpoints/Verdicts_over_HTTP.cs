using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness;
using LiveOps.Fairness.State;
using LiveOps.Gateway.Verdicts;
using LiveOps.ServiceDefaults;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;

namespace LiveOps.Tests.Fairness.Endpoints;

public sealed class Verdicts_over_HTTP : IAsyncLifetime
{
    private const string Token = "token-of-the-test";

    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("OPERATOR_TOKEN", Token)]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults("fairness");
        builder.AddFairness();
        builder.Services.AddSingleton<ICommandLog, DirectCommands>();
        builder.Services.AddSingleton<IEventBus, KeptBus>();
        _app = builder.Build();
        _app.MapServiceDefaults();
        _app.MapFairness();
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_gateway_elsewhere_gets_the_same_verdicts()
    {
        var verdicts = new Verdict[122];
        await new HttpVerdicts(_http, () => Token, ResiliencePipeline.Empty).AskAsync(Batch(120, 1, 200_000), verdicts, TestContext.Current.CancellationToken);
        Assert.All(verdicts[..100], verdict => Assert.Equal(default, verdict));
        Assert.All(verdicts[100..120], verdict => Assert.Equal((VerdictKind.RateLimited, 1), (verdict.Kind, verdict.RetryAfter)));
        Assert.Equal(new Verdict(VerdictKind.Implausible), verdicts[120]);
        Assert.Equal(VerdictKind.Accepted, verdicts[121].Kind);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Without_the_operators_token_there_are_no_verdicts(string? token)
    {
        var e = await Assert.ThrowsAsync<VerdictsUnavailableException>(async () => await new HttpVerdicts(_http, () => token, ResiliencePipeline.Empty).AskAsync(Batch(1), new Verdict[3], TestContext.Current.CancellationToken));
        Assert.Equal("Fairness answered 401.", e.Message);
    }

    [Fact]
    public async Task An_unreachable_Fairness_is_told_as_such()
    {
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<VerdictsUnavailableException>(async () => await new HttpVerdicts(_http, () => Token, ResiliencePipeline.Empty).AskAsync(Batch(1), new Verdict[3], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_no_batch_is_refused()
    {
        byte[] good = Batch(3).Bytes.ToArray();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(good));
        for (int cut = 0; cut < good.Length; cut += 7)
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(good[..cut]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new byte[VerdictsFormat.MaxBytes + 1]));

        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = "not an id"u8, Value = 1 });
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(builder.Seal(Now).Bytes.ToArray()));
        builder.Clear();
        builder.Append(new GameEvent { Type = EventType.XpGained, Id = "e"u8, PlayerId = "p"u8, Value = 1 });
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(builder.Seal(Now + TimeSpan.TicksPerHour).Bytes.ToArray()));
    }

    [Fact]
    public void The_format_reads_what_it_wrote_and_nothing_else()
    {
        Verdict[] verdicts = [default, new(VerdictKind.RateLimited, 7, "slow"), new(VerdictKind.Blocked, 900, new string('é', 600)), new(VerdictKind.Implausible)];
        var written = new ArrayBufferWriter<byte>();
        VerdictsFormat.Write(written, verdicts);
        byte[] bytes = written.WrittenSpan.ToArray();
        var read = new Verdict[4];
        Assert.True(VerdictsFormat.TryRead(bytes, read));
        Assert.Equal([verdicts[0], verdicts[1], verdicts[2] with { Detail = new string('é', 256) }, verdicts[3]], read);
        Assert.False(VerdictsFormat.TryRead(bytes, new Verdict[3]));
        for (int cut = 0; cut < bytes.Length; cut++)
            Assert.False(VerdictsFormat.TryRead(bytes.AsSpan(0, cut), read));
        Assert.False(VerdictsFormat.TryRead([.. bytes, 0], read));
        bytes[3] = 9;
        Assert.False(VerdictsFormat.TryRead(bytes, read));
    }

    private static long Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks;

    private async Task<HttpStatusCode> PostAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/verdicts")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using HttpResponseMessage answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    // So many events of one player, one of a second with an amount of its own, one of a third.
    private static EventBatch Batch(int events, long amount = 1, long second = 1)
    {
        var builder = new EventBatchBuilder();
        for (int i = 0; i < events + 2; i++)
        {
            builder.Append(new GameEvent
            {
                Type = EventType.XpGained,
                Id = Encoding.UTF8.GetBytes($"e{i}"),
                PlayerId = i < events ? "p"u8 : i == events ? "q"u8 : "r"u8,
                Value = i == events ? second : amount,
            });
        }

        return builder.Seal(Now);
    }

    private sealed class DirectCommands(FairnessState state) : ICommandLog
    {
        public Task<object?> ExecuteAsync(string consumer, ReadOnlyMemory<byte> command, CancellationToken cancellation = default) =>
            Task.FromResult(state.Execute(command.Span));
    }
}
