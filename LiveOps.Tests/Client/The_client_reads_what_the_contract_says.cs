using System.Collections;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiveOps.Client;
using LiveOps.Client.Boards;
using LiveOps.Client.Signing;
using LiveOps.Tests.Contract;

namespace LiveOps.Tests.Client;

/// <summary>Each answer is made from its schema in <c>docs/contract</c>, with every member there is: what the client has of it is told value by value.</summary>
public sealed class The_client_reads_what_the_contract_says
{
    private static readonly string[] Friends = ["ada", "bob"];

    // What a document has and the client leaves out, because who calls has said it, or nobody plays by it.
    private static readonly string[] LeftOut = ["window", "playerId of Standing", "flags of Standing"];

    public static TheoryData<string> Calls => [.. All.Keys];

    private static Dictionary<string, Func<LiveOpsClient, Task<object>>> All { get; } = new(StringComparer.Ordinal)
    {
        ["board"] = async client => await client.BoardAsync("arena", BoardWindow.Daily),
        ["rank"] = async client => await client.RankAsync("arena", BoardWindow.Daily, "ada"),
        ["around"] = async client => await client.AroundAsync("arena", BoardWindow.Daily, "ada"),
        ["ranks"] = async client => await client.RanksAsync("arena", BoardWindow.Daily, Friends),
        ["league"] = async client => await client.LeagueAsync("arena", "ada"),
        ["leagues"] = async client => await client.LeaguesAsync("ada"),
        ["cohort"] = async client => await client.CohortAsync("arena", "17"),
        ["progress"] = async client => await client.ProgressAsync("ada"),
        ["rewards"] = async client => await client.RewardsAsync("ada"),
        ["standing"] = async client => await client.StandingAsync("ada"),
        ["key"] = async client => await client.MakePlayerKeyAsync("ada", DateTimeOffset.UnixEpoch),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_member_of_an_answer_is_read_under_its_name(string call)
    {
        using var described = new Described();
        using var http = new HttpClient(described);
        await using var client = new LiveOpsClient(new LiveOpsOptions { Http = http, Key = ClientKey.Game(RecordedServer.Secret), ReadTries = 1 });

        object read = await All[call](client);

        JsonObject told = described.Told!;
        if (read is IEnumerable)
        {
            // Lists stand in an object of their own: the one list that it has.
            KeyValuePair<string, JsonNode?> list = Assert.Single(told, member => member.Value is JsonArray);
            Same(described.Name, ((IEnumerable)read).Cast<object>().Single(), list.Value!.AsArray().Single()!.AsObject());
        }
        else
        {
            Same(described.Name, read, told);
        }
    }

    private static void Same(string name, object read, JsonObject told)
    {
        Dictionary<string, PropertyInfo> properties = read.GetType().GetProperties().ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), StringComparer.Ordinal);
        foreach ((string member, JsonNode? value) in told)
        {
            if (LeftOut.Contains(member) || LeftOut.Contains($"{member} of {name}"))
                continue;
            object? have = member == "status" && properties.TryGetValue("isClaimed", out PropertyInfo? claimed) ? ((bool)claimed.GetValue(read)! ? "claimed" : "claimable")
                : properties.TryGetValue(member, out PropertyInfo? property) ? property.GetValue(read) : throw new InvalidOperationException($"{name}.{member} is not read");
            switch (value)
            {
                case JsonArray array when array[0] is JsonObject item:
                    Same(name, ((IEnumerable)have!).Cast<object>().Single(), item);
                    break;
                case JsonArray array:
                    Assert.Equal([array[0]!.ToString()], ((IEnumerable)have!).Cast<object>().Select(one => one.ToString()));
                    break;
                case JsonObject map:
                    Assert.Equal(map.Select(one => (one.Key, (long)one.Value!.GetValue<int>())), ((IReadOnlyDictionary<string, long>)have!).Select(one => (one.Key, one.Value)));
                    break;
                default:
                    Assert.Equal(value!.ToString(), have is DateTimeOffset time ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") : have is Enum ? have.ToString()!.ToLowerInvariant() : $"{have}");
                    break;
            }
        }
    }

    /// <summary>Answers each call with a value of its schema that has every member, none like another.</summary>
    private sealed class Described : HttpMessageHandler
    {
        private int _values;

        public string Name { get; private set; } = "";

        public JsonObject? Told { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string method = request.Method.Method.ToLowerInvariant(), path = request.RequestUri!.AbsolutePath;
            foreach (string service in new[] { "gateway", "leaderboard", "progression", "fairness" })
            {
                JsonElement document = JsonDocument.Parse(File.ReadAllText(ContractFiles.Document(service))).RootElement;
                foreach (JsonProperty one in document.GetProperty("paths").EnumerateObject())
                {
                    if (!Regex.IsMatch(path, "^" + Regex.Replace(one.Name, @"\{[^}]*\}", "[^/]+") + "$") || !one.Value.TryGetProperty(method, out JsonElement operation))
                        continue;
                    JsonElement schema = operation.GetProperty("responses").EnumerateObject().First(answer => answer.Name[0] == '2').Value.GetProperty("content").GetProperty("application/json").GetProperty("schema");
                    Name = schema.GetProperty("$ref").GetString()!.Split('/')[^1];
                    Told = Value(document, schema)!.AsObject();
                    return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Told.ToJsonString(), Encoding.UTF8, "application/json") });
                }
            }

            throw new InvalidOperationException($"{method} {path} is described nowhere");
        }

        private JsonNode? Value(JsonElement document, JsonElement schema)
        {
            schema = ServiceDocuments.Resolve(document, schema);
            if (schema.TryGetProperty("enum", out JsonElement choices))
                return choices.EnumerateArray().Last(choice => choice.ValueKind == JsonValueKind.String).GetString();
            int value = ++_values;
            JsonElement type = schema.GetProperty("type");
            switch (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().First(one => one.GetString() != "null").GetString() : type.GetString())
            {
                case "string":
                    return schema.TryGetProperty("format", out JsonElement format) && format.GetString() == "date-time" ? $"2026-11-20T09:30:{value:00}Z" : $"text-{value}";
                case "integer":
                    return value;
                case "array":
                    return new JsonArray(Value(document, schema.GetProperty("items")));
                default:
                    var all = new JsonObject();
                    foreach (JsonProperty member in schema.TryGetProperty("properties", out JsonElement members) ? members.EnumerateObject() : default)
                        all[member.Name] = Value(document, member.Value);
                    if (all.Count == 0)
                        all[$"name-{value}"] = ++_values;
                    return all;
            }
        }
    }
}
