using System.Collections.Concurrent;
using System.Diagnostics;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.Sending;
using Microsoft.Extensions.Configuration;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary>One attempt over real HTTP: where it may go, how much of the answer is read, and what is left behind.</summary>
public sealed class A_sender_and_its_receiver : IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task A_private_host_that_nobody_named_is_not_called()
    {
        using var sender = new WebhookSender(Settings("example.com"), TimeProvider.System);
        foreach (string url in new[] { _receiver.Localhost.Replace("http:", "https:", StringComparison.Ordinal), _receiver.Localhost, _receiver.Url.ToString() })
            Assert.Equal((0, "forbidden-address"), await SendAsync(sender, url));
        Assert.Empty(_receiver.All);
    }

    [Fact]
    public async Task Of_an_answer_without_an_end_only_the_beginning_is_read()
    {
        _receiver.Answer = async (_, context) =>
        {
            byte[] much = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(much, context.RequestAborted);
            return 200;
        };
        WebhookSettings settings = Settings("localhost");
        CountingStream? counted = null;
        using var sender = new WebhookSender(settings, TimeProvider.System, async (context, cancellation) =>
            counted = new CountingStream(await new GuardedConnections(settings).ConnectAsync(context, cancellation)));
        Assert.Equal((200, ""), await SendAsync(sender, _receiver.Localhost));
        Assert.InRange(counted!.Bytes, 16 << 10, 64 << 10);
    }

    [Fact]
    public async Task The_address_is_in_no_trace()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(string.Join(' ', activity.TagObjects.Select(tag => tag.Value))),
        };
        ActivitySource.AddActivityListener(listener);
        using var sender = new WebhookSender(Settings("localhost"), TimeProvider.System);
        Assert.Equal((204, ""), await SendAsync(sender, _receiver.Localhost + "/token-in-the-path"));
        Assert.DoesNotContain(seen, text => text.Contains("http://localhost", StringComparison.Ordinal) && text.Contains("token-in-the-path", StringComparison.Ordinal));
        Assert.DoesNotContain(_receiver.All.Single().Headers.Keys, name => name.StartsWith("trace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_no_failure_yet_and_one_that_is_cut_again_is()
    {
        using var sender = new WebhookSender(Settings("localhost"), TimeProvider.System);
        Assert.Equal((204, ""), await SendAsync(sender, _receiver.Localhost));

        _receiver.Answer = (_, context) =>
        {
            if (_receiver.All.Count == 2)
                context.Abort(); // as a receiver does that is killed, or that found the connection too old
            return Task.FromResult(204);
        };
        Assert.Equal((204, ""), await SendAsync(sender, _receiver.Localhost));
        Assert.Equal(3, _receiver.All.Count);
        Assert.Single(_receiver.All.Select(one => one.Id).Distinct()); // by which it tells repeats apart

        _receiver.Answer = (_, context) =>
        {
            context.Abort();
            return Task.FromResult(204);
        };
        Assert.Equal((0, "no-answer"), await SendAsync(sender, _receiver.Localhost));
        Assert.Equal(5, _receiver.All.Count); // not for ever
    }

    [Theory]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "BÜCHER.example")]
    [InlineData("::1", "[0:0:0:0:0:0:0:1]")]
    [InlineData("Game.Example", "game.example")]
    public void A_host_is_named_however_it_is_written(string named, string called)
    {
        Assert.True(Settings(named).MayBePrivate(called));
        Assert.False(Settings(named).MayBePrivate("other.example"));
    }

    private static WebhookSettings Settings(string hosts) =>
        WebhookSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("WEBHOOK_PRIVATE_HOSTS", hosts)]).Build());

    private static async Task<(int, string)> SendAsync(WebhookSender sender, string url)
    {
        var webhook = new Webhook("game", new WebhookWish(url, NoticeTypes.Any, true, ""), [new WebhookSecret(new byte[32], 0, 0)], 0);
        var delivery = new Delivery(1, new Notice(NoticeType.LevelReached, "progression", "ada", 0, "{}"u8.ToArray()));
        Attempt attempt = (await sender.SendAsync(webhook, delivery, TestContext.Current.CancellationToken)).Attempt;
        return (attempt.Status, attempt.Error);
    }

    private sealed class CountingStream(Stream inner) : Stream
    {
        private long _bytes;

        public long Bytes => Volatile.Read(ref _bytes);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref _bytes, read);
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
