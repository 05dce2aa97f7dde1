using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Harness.Sqs;

/// <summary>
/// The way to the server of SQS, which can be made worse than it is: what passes through is throttled, refused in part, done without an answer, or gets nowhere, as AWS does it and a local server never.
/// Queues' addresses are the door's, so that nobody gets past it.
/// </summary>
internal sealed class SqsDoor : IAsyncDisposable
{
    private const string Target = "X-Amz-Target";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _server;
    private readonly Lock _gate = new();
    private readonly List<SqsFault> _faults = [];
    private readonly Dictionary<string, int> _asked = [];
    private readonly ConcurrentDictionary<string, string> _queues = []; // the server's address of each, by its path
    private volatile bool _isDown;

    private SqsDoor(Uri server)
    {
        _server = server;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    /// <summary>Where it is.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Whether nobody gets an answer: connections break.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    public static async Task<SqsDoor> OpenAsync()
    {
        var door = new SqsDoor((await SqsServer.SharedAsync()).Url);
        await door._app.StartAsync(TestContext.Current.CancellationToken);
        return door;
    }

    /// <summary>Has the next requests that a fault is about go as it says.</summary>
    public void Fail(SqsFault fault)
    {
        lock (_gate)
            _faults.Add(fault);
    }

    /// <summary>How often an action was asked for.</summary>
    public int Asked(string action)
    {
        lock (_gate)
            return _asked.GetValueOrDefault(action);
    }

    public async ValueTask DisposeAsync()
    {
        _isDown = true; // who waits for messages is let go
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        string action = context.Request.Headers[Target].ToString().Split('.')[^1];
        using var reader = new StreamReader(context.Request.Body);
        JsonObject body = JsonNode.Parse(await reader.ReadToEndAsync(context.RequestAborted))!.AsObject();
        SqsFault? fault = Take(action, body["QueueUrl"]?.GetValue<string>() ?? "");
        if (_isDown || fault is { Kind: SqsFaultKind.Broken })
        {
            context.Abort();
            return;
        }

        if (fault is { Kind: SqsFaultKind.Refused })
        {
            await RefuseAsync(context, fault);
            return;
        }

        List<JsonNode> refused = fault is { Kind: SqsFaultKind.RefusedInPart or SqsFaultKind.SaidTwice } ? TakeOut(body) : [];
        (int status, JsonObject answer) = await AskAsync(context, action, body);
        if (fault is { Kind: SqsFaultKind.AnswerLost })
        {
            context.Abort();
            return;
        }

        if (fault is { Kind: SqsFaultKind.SaidTwice })
            refused.AddRange([.. refused]);
        if (refused.Count > 0)
        {
            var failed = answer["Failed"] as JsonArray ?? [];
            answer["Failed"] = new JsonArray([.. failed.Select(one => one!.DeepClone()), .. refused.Select(JsonNode (entry) => new JsonObject
            {
                ["Id"] = entry["Id"]!.DeepClone(), ["Code"] = fault!.Code, ["SenderFault"] = fault.IsOfTheSender,
            })]);
        }

        context.Response.StatusCode = status;
        await WriteAsync(context, answer);
    }

    // The first entry of a batch; what is left goes on, and a batch of which nothing is left is answered here.
    private static List<JsonNode> TakeOut(JsonObject body)
    {
        JsonArray entries = body["Entries"]!.AsArray();
        JsonNode first = entries[0]!;
        entries.RemoveAt(0);
        return [first];
    }

    private async Task<(int Status, JsonObject Answer)> AskAsync(HttpContext context, string action, JsonObject body)
    {
        if (body["Entries"] is JsonArray { Count: 0 })
            return (200, new JsonObject { ["Successful"] = new JsonArray() });
        if (body["QueueUrl"] is { } asked && _queues.TryGetValue(new Uri(asked.GetValue<string>()).AbsolutePath, out string? known))
            body["QueueUrl"] = known;
        using var request = new HttpRequestMessage(HttpMethod.Post, _server) { Content = new StringContent(body.ToJsonString(), null, "application/x-amz-json-1.0") };
        request.Headers.TryAddWithoutValidation(Target, "AmazonSQS." + action);
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using HttpResponseMessage answer = await _http.SendAsync(request, context.RequestAborted);
        string text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        if (answer.Headers.TryGetValues("x-amzn-query-error", out IEnumerable<string>? code))
            context.Response.Headers["x-amzn-query-error"] = code.First();
        JsonObject said = text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [];
        if (said["QueueUrl"] is { } told)
        {
            string path = new Uri(told.GetValue<string>()).AbsolutePath;
            _queues[path] = told.GetValue<string>();
            said["QueueUrl"] = new Uri(Url, path).ToString();
        }

        return ((int)answer.StatusCode, said);
    }

    private static Task RefuseAsync(HttpContext context, SqsFault fault)
    {
        context.Response.StatusCode = fault.Status;
        return WriteAsync(context, new JsonObject { ["__type"] = "com.amazonaws.sqs#" + fault.Code, ["message"] = "as a test wants it" });
    }

    private static Task WriteAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/x-amz-json-1.0";
        return context.Response.WriteAsync(answer.ToJsonString());
    }

    private SqsFault? Take(string action, string queue)
    {
        lock (_gate)
        {
            _asked[action] = _asked.GetValueOrDefault(action) + 1;
            int at = _faults.FindIndex(fault => fault.Action == action && queue.EndsWith(fault.Queue, StringComparison.Ordinal));
            if (at < 0)
                return null;
            SqsFault fault = _faults[at];
            if (fault.Passing > 0)
            {
                _faults[at] = fault with { Passing = fault.Passing - 1 };
                return null;
            }

            if (fault.Times == 1)
                _faults.RemoveAt(at);
            else
                _faults[at] = fault with { Times = fault.Times - 1 };
            return fault;
        }
    }
}
