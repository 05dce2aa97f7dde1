using System.Net;
using System.Text;
using LiveOps.Gateway.Intake;
using LiveOps.Gateway.Intake.Mappings;
using LiveOps.Gateway.Intake.Senders;
using LiveOps.Gateway.Intake.Stores;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>How bodies come: by either HTTP, and while others are slow.</summary>
public sealed class Bodies_on_their_way(IntakeWorld world) : IClassFixture<IntakeWorld>
{
    private static readonly int Places = IntakeSettings.Read(new ConfigurationBuilder().Build()).MaxRequests; // as the world's gateway has them

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task A_body_comes_by_HTTP_2_as_well(HttpProtocols protocol)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Intake:Secrets:a:0", IntakeWorld.Password)]).Build();
        var senders = new SenderCheck(new SourceSecrets(configuration), new ClientCertificates(configuration), TimeProvider.System);
        var metrics = new IntakeMetrics(Prometheus.Metrics.WithCustomRegistry(Prometheus.Metrics.NewCustomRegistry()));
        // A night without rows: nothing is asked of whoever takes them.
        using var endpoint = new IntakeEndpoint(new OneSource(), senders, null!, new IntakeSettings(1), metrics, TimeProvider.System, NullLogger<IntakeEndpoint>.Instance);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocol));
        await using WebApplication app = builder.Build();
        app.Run(context => endpoint.HandleAsync(context, "a", null));
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Urls.First()) { Content = new StringContent("who,n,id\n"), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Version = protocol == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("a:" + IntakeWorld.Password)));
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0, 0), IntakeWorld.Counts(await answer.JsonAsync(202)));
    }

    [Fact]
    public async Task Senders_that_stall_before_they_have_signed_keep_nobody_out()
    {
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var http = new HttpClient(handler);
        using var end = new CancellationTokenSource();
        Stalled[] bodies = [.. Enumerable.Range(0, 2 * Places).Select(_ => new Stalled())];
        Task<HttpResponseMessage>[] stalled = [.. bodies.Select(SendAsync)];
        await Task.WhenAll(bodies.Select(body => body.IsAskedFor.Task)).WaitAsync(TestContext.Current.CancellationToken);

        using HttpResponseMessage signed = await world.ArcadeAsync("who;points;when\nstall-1;1;2026-11-20 00:00:00\n");
        Assert.Equal((1, 1, 0, 0), IntakeWorld.Counts(await signed.JsonAsync(202)));
        await end.CancelAsync();
        await Task.WhenAny(Task.WhenAll(stalled)); // however they end

        // The server says that it goes on once it reads: then the sender has its place.
        async Task<HttpResponseMessage> SendAsync(Stalled body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, world.Live.Url("gateway", "/v1/intake/arcade")) { Content = body };
            request.Headers.ExpectContinue = true;
            request.Headers.TryAddWithoutValidation("X-Arcade-Signature", "sha256=00");
            return await http.SendAsync(request, end.Token);
        }
    }

    private sealed class OneSource : ICurrentIntake
    {
        public IntakePolicy Current { get; } = IntakePolicyReader.Parse(
            """{"sources":{"a":{"format":"csv","fields":{"playerId":"who","amount":"n","id":"id"},"proof":{"basic":{"user":"a"}}}}}"""u8.ToArray());
    }

    // A megabyte of which nothing comes.
    private sealed class Stalled : HttpContent
    {
        public TaskCompletionSource IsAskedFor { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            IsAskedFor.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 1 << 20;
            return true;
        }
    }
}
