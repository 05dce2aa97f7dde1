using System.Globalization;
using System.Net.Http.Headers;
using LiveOps.Client.Clocks;
using LiveOps.Client.Json;
using LiveOps.Client.Signing;

namespace LiveOps.Client.Calls;

/// <summary>Sends one request and reads its answer, both bounded. It tries once; who calls decides about the next time.</summary>
internal sealed class Transport(HttpClient http, Func<Service, Uri> addressOf, ClientClock clock, ServerClock server, TimeSpan timeout)
{
    private const int MostBytes = 4 << 20;

    public HttpClient Http => http;

    /// <summary>The server's time, as far as it is known.</summary>
    public DateTimeOffset Now => server.Now;

    /// <summary>A client of our own. It follows no redirection: events go where the game said, and nowhere else.</summary>
    public static HttpClient NewHttp()
    {
#if NET
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }; // names may come to mean other addresses
#else
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
#endif
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Address(Service service, string path) => new(addressOf(service), path);

    /// <summary>A signed POST, timed by the server's clock as far as it is known.</summary>
    public Task<Answer> SignedAsync(Service service, string path, ClientKey key, string id, ReadOnlyMemory<byte> body, CancellationToken cancellation, bool gzipped = false)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (gzipped)
            content.Headers.ContentEncoding.Add("gzip");
        var request = new HttpRequestMessage(HttpMethod.Post, Address(service, path)) { Content = content };
        string timestamp = server.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", key.Sign(id, timestamp, body.Span));
        if (key.Name is not null)
            request.Headers.TryAddWithoutValidation("liveops-key", key.Name);
        return SendAsync(request, cancellation);
    }

    /// <summary>Sends a request; <see cref="Answer.None"/> when nothing that can be read came back in time.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        using (var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            bound.CancelAfter(timeout);
            try
            {
                using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token).ConfigureAwait(false);
                return await ReadAsync(response, bound.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                return Answer.None;
            }
        }
    }

    /// <summary>Reads an answer whose head has come; <see cref="Answer.None"/> when it is longer than any of ours.</summary>
    public async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[]? bytes = await ReadAsync(response.Content, cancellation).ConfigureAwait(false);
        return bytes is null ? Answer.None : new Answer((int)response.StatusCode, Parse(bytes), RetryAfter(response), response.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>Asks what time it is, and takes it up. Whether there was an answer.</summary>
    public async Task<bool> LearnTimeAsync(CancellationToken cancellation)
    {
        DateTimeOffset asked = clock.UtcNow;
        Answer answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, Address(Service.Gateway, "/v1/time")), cancellation).ConfigureAwait(false);
        if (answer.Status != 200 || answer.Body?["now"].Time is not { } now)
            return false;
        server.Learn(now, asked, clock.UtcNow);
        return true;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > server.Now ? date - server.Now : TimeSpan.Zero,
        _ => null,
    };

    // What is longer than any answer of ours is none.
    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        using Stream stream = await content.ReadAsStreamAsync(
#if NET
            cancellation
#endif
            ).ConfigureAwait(false);
        byte[] bytes = new byte[256];
        for (int length = 0; ;)
        {
            int read = await stream.ReadAsync(bytes.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
                return bytes.AsSpan(0, length).ToArray();
            length += read;
            if (length > MostBytes)
                return null;
            if (length == bytes.Length)
                Array.Resize(ref bytes, 2 * length);
        }
    }

    private static JsonValue? Parse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? null : JsonReader.Read(bytes);
        }
        catch (FormatException)
        {
            return null; // somebody's page in between
        }
    }
}
