using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>What the four services say of themselves at <c>/openapi/v1.json</c>.</summary>
internal sealed class ServiceDocuments
{
    public static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];

    private readonly Dictionary<int, string> _services = [];
    private readonly Dictionary<string, JsonElement> _documents = [];
    private readonly HashSet<string> _unseen = [];

    /// <summary>The document of a service.</summary>
    public JsonElement this[string service] => _documents[service];

    /// <summary>The operations of which no answer was checked yet, as <c>service: operationId</c>.</summary>
    public IReadOnlyCollection<string> Unseen => _unseen;

    public static async Task<ServiceDocuments> ReadAsync(LiveSystem live)
    {
        var documents = new ServiceDocuments();
        foreach (string service in Services)
        {
            documents._services.Add(live.Url(service, "/").Port, service);
            documents._documents.Add(service, await live.JsonAsync(service, "/openapi/v1.json"));
            foreach ((_, _, JsonElement operation) in documents.Operations(service))
                documents._unseen.Add($"{service}: {operation.GetProperty("operationId").GetString()}");
        }

        return documents;
    }

    /// <summary>The calls of a service.</summary>
    public IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(string service) =>
        from path in _documents[service].GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (path.Name, method.Name, method.Value);

    /// <summary>What a reference stands for; anything else stands for itself.</summary>
    public static JsonElement Resolve(JsonElement document, JsonElement part)
    {
        if (!part.TryGetProperty("$ref", out JsonElement reference))
            return part;
        foreach (string name in reference.GetString()!.Split('/')[1..])
            document = document.GetProperty(name);
        return document;
    }

    /// <summary>Demands that an answer, whatever it is, is as its operation says: status, media type, header fields and every member of the body.</summary>
    public async Task<HttpResponseMessage> CheckAsync(HttpResponseMessage answer)
    {
        HttpRequestMessage request = answer.RequestMessage!;
        string service = _services[request.RequestUri!.Port];
        (string path, string method, JsonElement operation) = Operations(service)
            .Where(call => call.Method.Equals(request.Method.Method, StringComparison.OrdinalIgnoreCase) && Regex.IsMatch(request.RequestUri.AbsolutePath, $"^{Regex.Replace(call.Path, "{[^}]+}", "[^/]+")}$"))
            .MinBy(call => call.Path.Count(letter => letter == '{'));
        string call = $"{service}: {method} {path} answered {(int)answer.StatusCode}";
        Assert.True(operation.ValueKind == JsonValueKind.Object, $"{service}: {request.Method} {request.RequestUri.AbsolutePath} is not described.");
        _unseen.Remove($"{service}: {operation.GetProperty("operationId").GetString()}");

        JsonElement document = _documents[service];
        string status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(operation.GetProperty("responses").TryGetProperty(status, out JsonElement response), $"{call}, which is not described.");
        response = Resolve(document, response);
        CheckFields(answer, response, call);
        string body = await answer.Content.ReadAsStringAsync();
        if (!response.TryGetProperty("content", out JsonElement content))
        {
            Assert.True(body.Length == 0, $"{call} with a body, which is not described: {body}");
            return answer;
        }

        string media = answer.Content.Headers.ContentType!.MediaType!;
        Assert.True(content.TryGetProperty(media, out JsonElement described), $"{call} with {media}, which is not described.");
        IReadOnlyList<string> wrong = SchemaCheck.Of(document, described.GetProperty("schema"), JsonDocument.Parse(body).RootElement);
        Assert.True(wrong.Count == 0, $"{call} otherwise than described: {string.Join(" ", wrong)}\n{body}");
        return answer;
    }

    // Those of the contract; Date, Content-Type and their like are HTTP's.
    private static void CheckFields(HttpResponseMessage answer, JsonElement response, string call)
    {
        string[] described = response.TryGetProperty("headers", out JsonElement fields) ? [.. fields.EnumerateObject().Select(field => field.Name)] : [];
        string[] ofHttp = ["Date", "Server", "Cache-Control", "Transfer-Encoding", "Vary", "Allow", "Connection"];
        IEnumerable<string> more = answer.Headers.Select(field => field.Key).Except(ofHttp, StringComparer.OrdinalIgnoreCase).Except(described, StringComparer.OrdinalIgnoreCase);
        Assert.True(!more.Any(), $"{call} with {string.Join(", ", more)}, which is not described.");
    }
}
