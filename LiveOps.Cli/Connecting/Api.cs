using System.Net.Http.Headers;
using System.Text;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Connecting;

/// <summary>Calls over HTTP that the client library has none for. An answer is bounded; no redirection is followed, so a token goes where it was meant to and nowhere else.</summary>
internal sealed class Api : IDisposable
{
    private const int MostBytes = 64 << 20;

    private readonly Session _session;
    private readonly HttpClient _http;

    public Api(Session session)
    {
        _session = session;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets what must be there; a problem is a fault.</summary>
    public async Task<ApiAnswer> GetAsync(ServiceName service, string path, CancellationToken cancellation, bool asOperator = false) =>
        Need(await SendAsync(HttpMethod.Get, service, path, cancellation, asOperator: asOperator));

    /// <summary>A call, whatever is answered.</summary>
    /// <exception cref="CliFault">No answer came.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, ServiceName service, string path, CancellationToken cancellation, string? body = null, bool asOperator = false, string? ifMatch = null)
    {
        using HttpRequestMessage request = Request(method, service, path, asOperator);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await WithinPatienceAsync(service, async bound =>
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound);
            return await ReadAsync(response, service, bound);
        }, cancellation);
    }

    /// <summary>Opens an answer of lines, as long as it may be; each part of it comes within the session's patience.</summary>
    public async Task<Stream> LinesAsync(ServiceName service, string path, string accept, CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Get, service, path, asOperator: true);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        HttpResponseMessage response = await WithinPatienceAsync(service, bound => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound), cancellation);
        if (response.IsSuccessStatusCode)
            return new PatientStream(await response.Content.ReadAsStreamAsync(cancellation), Addresses.Name(service), _session.Patience);
        using (response)
            throw Refused(await WithinPatienceAsync(service, bound => ReadAsync(response, service, bound), cancellation));
    }

    /// <summary>The answer when it is no problem.</summary>
    public static ApiAnswer Need(ApiAnswer answer) => answer.IsSuccess ? answer : throw Refused(answer);

    public static CliFault Refused(ApiAnswer answer) => Session.Fault(answer.Status, answer.Problem, answer.Detail);

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, ServiceName service, string path, bool asOperator)
    {
        var request = new HttpRequestMessage(method, new Uri(_session.Addresses[service], path));
        if (!asOperator)
            return request;
        if (_session.Secrets.FindToken() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (_session.Secrets.Actor is { } actor)
            request.Headers.TryAddWithoutValidation("liveops-operator", actor);
        return request;
    }

    private static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, ServiceName service, CancellationToken cancellation)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var text = new MemoryStream();
        byte[] part = new byte[32 << 10];
        for (int read; (read = await stream.ReadAsync(part, cancellation)) > 0;)
        {
            if (text.Length + read > MostBytes)
                throw CliFault.Failed($"{Addresses.Name(service)} answered more than {MostBytes >> 20} MiB; that is no answer of LiveOps.");
            text.Write(part, 0, read);
        }

        return new ApiAnswer((int)response.StatusCode, Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).TrimStart('\uFEFF'), response.Headers.ETag?.Tag);
    }

    private async Task<T> WithinPatienceAsync<T>(ServiceName service, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(_session.Patience);
        return await TryAsync(service, () => call(bound.Token), cancellation);
    }

    private async Task<T> TryAsync<T>(ServiceName service, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            string why = e is OperationCanceledException ? $"no answer within {_session.Patience.TotalSeconds:0.#} s" : e.Message;
            throw _session.Unreachable(service, why, e);
        }
    }
}
