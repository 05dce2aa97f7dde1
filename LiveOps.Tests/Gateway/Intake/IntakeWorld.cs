using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>A system that an older one sends rows to: one source of each format, each proving in its own way who it is.</summary>
public sealed class IntakeWorld : IAsyncLifetime
{
    public const string Secret = "a secret of the arcade, long enough", Password = "a password of the kiosk";

    public const string Document = """
        {"sources":{
         "arcade":{"format":"csv","delimiter":";","numbers":{"point":",","group":"."},"zone":"Asia/Seoul","playerIds":"encode",
          "fields":{"playerId":"who","board":{"value":"high"},"score":{"from":"points","times":1000},"occurredAt":{"from":"when","format":"yyyy-MM-dd HH:mm:ss"}},
          "proof":{"hmac":{"header":"X-Arcade-Signature","prefix":"sha256="}}},
         "shop":{"format":"xml","record":"/sales/sale","fields":{"playerId":"buyer/@id","id":"@number","itemId":{"from":"article","replace":{"4711":"sword"}},"quantity":"pieces","occurredAt":{"from":"at","format":"unix"}},
          "proof":{"basic":{"user":"shop"}}},
         "kiosk":{"format":"form","fields":{"playerId":"player","amount":"xp","occurredAt":"at"},"proof":{"basic":{"user":"kiosk"}}},
         "tally":{"format":"csv","rowIds":"occurrence","fields":{"playerId":"who","counter":{"value":"visits"},"amount":"n","occurredAt":"at"},"proof":{"basic":{"user":"kiosk"}}},
         "bare":{"format":"csv","header":false,"encoding":"euc-kr","playerIds":"encode","fields":{"playerId":"1","amount":"2","id":"3"},"proof":{"basic":{"user":"kiosk"}}},
         "poor":{"format":"csv","fields":{"playerId":"who","amount":"n","id":"id"},"proof":{"basic":{"user":"poor"}}}}}
        """;

    /// <summary>What lets its sources in.</summary>
    public static readonly (string Name, string Value)[] Secrets =
        [("Intake__Secrets__arcade__0", Secret), .. new[] { "shop", "kiosk", "tally", "bare" }.Select(source => ($"Intake__Secrets__{source}__0", Password))];

    private readonly HttpClient _http = new();

    public LiveSystem Live { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Live = await LiveSystem.StartAsync(settings: Secrets);
        await PutAsync(Live, Document);
    }

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Makes a version of the document, whatever is in force.</summary>
    public static async Task<JsonElement> PutAsync(LiveSystem live, string document)
    {
        using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Put, "gateway", "/v1/policies/intake?reason=a+test", JsonElement.Parse(document), ifMatch: "*");
        return await answer.JsonAsync(200);
    }

    /// <summary>Rows of the arcade, signed.</summary>
    public Task<HttpResponseMessage> ArcadeAsync(string body, string? signature = null) => ArcadeAsync(Encoding.UTF8.GetBytes(body), signature);

    /// <summary>Rows of the arcade, signed.</summary>
    public Task<HttpResponseMessage> ArcadeAsync(byte[] body, string? signature = null, string? encoding = null)
    {
        HttpRequestMessage request = Request("arcade", body, encoding);
        request.Headers.TryAddWithoutValidation("X-Arcade-Signature", signature ?? "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        return _http.SendAsync(request);
    }

    /// <summary>Rows of a source with a user and a password.</summary>
    public Task<HttpResponseMessage> BasicAsync(string source, string body, string? user = null, string password = Password, string query = "") =>
        BasicAsync(source, Encoding.UTF8.GetBytes(body), user, password, query);

    /// <summary>Rows of a source with a user and a password.</summary>
    public Task<HttpResponseMessage> BasicAsync(string source, byte[] body, string? user = null, string password = Password, string query = "")
    {
        HttpRequestMessage request = Request(source + query, body, null);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user ?? (source == "shop" ? "shop" : "kiosk")}:{password}")));
        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public HttpRequestMessage Request(string source, byte[] body, string? encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Live.Url("gateway", "/v1/intake/" + source)) { Content = new ByteArrayContent(body) };
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        return request;
    }

    /// <summary>What became of rows: how many there were, were accepted, were known, and were rejected.</summary>
    public static (int Rows, int Accepted, int Duplicates, int Rejected) Counts(JsonElement answer) =>
        (answer.GetProperty("rows").GetInt32(), answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32(), answer.GetProperty("rejectedRows").GetInt32());

    /// <summary>The lines of rows that were rejected, with their problems.</summary>
    public static (int Line, string Type)[] Rejected(JsonElement answer) =>
        [.. answer.GetProperty("rejected").EnumerateArray().Select(row => (row.GetProperty("line").GetInt32(), row.GetProperty("type").GetString()!.Split('/')[^1]))];
}
