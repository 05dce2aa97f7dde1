using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Services;

/// <summary>Asks services over HTTP, as the operator who asks the console. What goes wrong on the way is an answer, too: that there is none.</summary>
internal sealed class ServiceClients(IHttpClientFactory clients)
{
    /// <summary>How long a page waits for a part of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long a page waits for what a service has to count first: more than it gives itself.</summary>
    public static readonly TimeSpan CountPatience = TimeSpan.FromSeconds(12);

    /// <summary>How long a change may take.</summary>
    public static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(30);

    /// <summary>How long a dry run or an export may take: more than a service gives itself at most.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(310);

    private const int MostBytesOfProblem = 1 << 20;

    /// <summary>Sends a request.</summary>
    /// <param name="service">To whom.</param>
    /// <param name="request">With a path that begins with a slash.</param>
    /// <param name="token">Who asks; null for anybody.</param>
    /// <param name="name">Who they say they are, where the token is shared.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="aborted">Ends it.</param>
    public async Task<Answer> SendAsync(string service, HttpRequestMessage request, string? token, string? name, TimeSpan patience, CancellationToken aborted)
    {
        using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        wait.CancelAfter(patience);
        try
        {
            Sign(request, token, name);
            using HttpResponseMessage answer = await clients.CreateClient(service).SendAsync(request, wait.Token);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(wait.Token);
            return Answer.Of((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, body, answer.Headers.ETag?.ToString() ?? "");
        }
        catch (Exception e) when (e is HttpRequestException or FormatException or JsonException || (e is OperationCanceledException && !aborted.IsCancellationRequested))
        {
            return new Answer();
        }
    }

    /// <summary>Has a service's answer go on to whoever asked, as it comes; null when it did, else what the service said instead. What is of another type is no answer of a service.</summary>
    public async Task<Answer?> PassOnAsync(string service, HttpRequestMessage request, string type, string token, string? name, HttpResponse to, string fileName, CancellationToken aborted)
    {
        using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        wait.CancelAfter(LongPatience);
        try
        {
            Sign(request, token, name);
            request.Headers.TryAddWithoutValidation("Accept", type);
            using HttpResponseMessage answer = await clients.CreateClient(service).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, wait.Token);
            if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType?.Equals(type, StringComparison.OrdinalIgnoreCase) != true)
                return new Answer();
            if (!answer.IsSuccessStatusCode)
            {
                await answer.Content.LoadIntoBufferAsync(MostBytesOfProblem, wait.Token);
                return Answer.Of((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync(wait.Token), "");
            }

            to.ContentType = answer.Content.Headers.ContentType?.ToString();
            to.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
            await using Stream stream = await answer.Content.ReadAsStreamAsync(wait.Token);
            await stream.CopyToAsync(to.Body, wait.Token);
            return null;
        }
        catch (Exception e) when (!to.HasStarted && (e is HttpRequestException or IOException || (e is OperationCanceledException && !aborted.IsCancellationRequested)))
        {
            to.Headers.Remove("Content-Disposition"); // a page comes instead
            to.ContentType = null;
            return new Answer();
        }
    }

    private static void Sign(HttpRequestMessage request, string? token, string? name)
    {
        request.Version = HttpVersion.Version11;
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (!string.IsNullOrEmpty(name))
            request.Headers.TryAddWithoutValidation(OperatorIdentity.Header, name);
    }
}

/// <summary>Registers them.</summary>
internal static class ServiceClientsExtensions
{
    private const int MostBytes = 16 << 20;

    /// <summary>Lets the services be asked where <c>services:&lt;name&gt;:http:0</c> says they are, else where service discovery finds them.</summary>
    public static void AddServiceClients(this WebApplicationBuilder builder)
    {
        foreach (string service in ServiceNames.All)
        {
            IHttpClientBuilder client = builder.Services.AddHttpClient(service, client =>
            {
                client.BaseAddress = new Uri(builder.Configuration[$"services:{service}:http:0"] ?? $"http://{service}");
                client.Timeout = Timeout.InfiniteTimeSpan; // each call has its own
                client.MaxResponseContentBufferSize = MostBytes;
            });
            client.RemoveAllLoggers();
            client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a token goes to whom it was meant for
                ConnectTimeout = TimeSpan.FromSeconds(1),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                UseCookies = false,
            });
#pragma warning disable EXTEXP0001 // marked as under evaluation, unchanged since 9.0
            client.RemoveAllResilienceHandlers(); // a page that is looked at again is the retry
#pragma warning restore EXTEXP0001
        }

        builder.Services.AddSingleton<ServiceClients>();
    }
}
