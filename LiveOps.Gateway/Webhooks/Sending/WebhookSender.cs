using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using LiveOps.Core.Signing;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>
/// Sends one notice once, signed as Standard Webhooks says. Redirects are not followed, no proxy and no cookie is used, and of the answer no more is read than its head and a few
/// kilobytes, within the time that a receiver has.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostHeadKilobytes = 16, MostBody = 16 << 10;

    private readonly HttpClient _http;
    private readonly WebhookSettings _settings;
    private readonly TimeProvider _clock;

    public WebhookSender(WebhookSettings settings, TimeProvider clock)
        : this(settings, clock, new GuardedConnections(settings).ConnectAsync)
    {
    }

    internal WebhookSender(WebhookSettings settings, TimeProvider clock, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        (_settings, _clock) = (settings, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // no spans: the address, which may hold a token, is in no trace, and traces are nobody's outside
            AllowAutoRedirect = false,
            ConnectCallback = connect,
            ConnectTimeout = settings.Timeout,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = MostHeadKilobytes,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            UseProxy = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends it, and says what came of it.</summary>
    /// <exception cref="OperationCanceledException">It was called off; whether it was taken is not known.</exception>
    public async Task<AttemptResult> SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellation)
    {
        long at = _clock.Now(), began = Stopwatch.GetTimestamp();
        (int status, string error, int retryAfter) = (0, "", 0);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_settings.Timeout);
        try
        {
            if (!_settings.MayCall(new Uri(webhook.Wish.Url)))
                throw new ForbiddenAddressException(); // it could be, when it was said
            byte[][] secrets = [.. webhook.SecretsAt(at).Select(secret => _settings.Secrets.Open(secret.Bytes)).OfType<byte[]>()];
            if (secrets.Length == 0)
                throw new NoSecretException();
            byte[] body = CloudEvent.Write(delivery.Notice);
            using HttpResponseMessage answer = await SendTwiceAsync(() => Request(webhook.Wish.Url, secrets, delivery.Id, body, at), deadline.Token);
            status = (int)answer.StatusCode;
            retryAfter = status is >= 200 and < 300 ? 0 : RetryAfter(answer.Headers.RetryAfter);
            await ReadSomeAsync(answer, deadline.Token);
        }
        catch (Exception e) when (status == 0 && e is HttpRequestException or OperationCanceledException or IOException && !cancellation.IsCancellationRequested)
        {
            error = Word(e);
        }
        catch (Exception e) when (status != 0 && e is HttpRequestException or OperationCanceledException or IOException && !cancellation.IsCancellationRequested)
        {
            // The status says it; what follows it is nobody's.
        }

        var attempt = new Attempt(at, (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds, status, error);
        return new AttemptResult(attempt, delivery.Attempts + 1, retryAfter, Random.Shared.NextDouble(), _settings.DisableAfter.Ticks, webhook.Edition);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // A receiver that was started anew, or found a connection idle for too long, has cut those that were kept. That says nothing of how it is: it is asked once more at once, on another
    // connection, before the attempt counts as failed and pauses begin. Whether it took the first is not known; the id, which is the same, tells.
    private async Task<HttpResponseMessage> SendTwiceAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage first = request();
            return await _http.SendAsync(first, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e) when (WasCut(e))
        {
            using HttpRequestMessage second = request();
            return await _http.SendAsync(second, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
    }

    private static bool WasCut(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.ResponseEnded
        || e.InnerException is IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } };

    private static HttpRequestMessage Request(string url, byte[][] secrets, string id, byte[] body, long at)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.ContentType);
        long timestamp = at / TimeSpan.TicksPerSecond;
        request.Headers.Add(StandardWebhooks.IdHeader, id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, string.Join(' ', secrets.Select(secret => StandardWebhooks.Sign(secret, id, timestamp, body))));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("LiveOps-Webhooks", "1.0"));
        return request;
    }

    // So that the connection can be used again, where the answer is as short as answers are.
    private static async Task ReadSomeAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[4096];
        for (int left = MostBody; left > 0;)
        {
            int read = await body.ReadAsync(buffer, cancellation);
            if (read == 0)
                return;
            left -= read;
        }
    }

    private int RetryAfter(RetryConditionHeaderValue? wish)
    {
        TimeSpan pause = wish?.Delta ?? (wish?.Date is { } date ? date - _clock.GetUtcNow() : TimeSpan.Zero);
        return (int)Math.Clamp(Math.Ceiling(pause.TotalSeconds), 0, Retries.MostRetryAfter);
    }

    // A word that operators can act on; never the receiver's own text.
    private static string Word(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case NoSecretException:
                    return "secret-sealed";
                case ForbiddenAddressException:
                    return "forbidden-address";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "unknown-host";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "connection-refused";
                case AuthenticationException:
                    return "tls";
                case OperationCanceledException or TimeoutException:
                    return "timeout";
            }
        }

        return "no-answer";
    }
}
