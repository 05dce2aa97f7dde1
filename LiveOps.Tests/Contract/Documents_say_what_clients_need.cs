using System.Text.Json;
using LiveOps.Core.Events;
using LiveOps.Core.Problems;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>What generated clients stand on, in each service's document.</summary>
public sealed class Documents_say_what_clients_need(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_a_summary_and_a_described_section()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        foreach (string service in ServiceDocuments.Services)
        {
            string[] tags = [.. documents[service].GetProperty("tags").EnumerateArray().Where(tag => tag.TryGetProperty("description", out _)).Select(tag => tag.GetProperty("name").GetString()!)];
            (string Path, string Method, JsonElement Operation)[] operations = [.. documents.Operations(service)];
            string[] names = [.. operations.Select(call => call.Operation.GetProperty("operationId").GetString()!)];
            Assert.Equal(names.Distinct(), names);
            Assert.All(names, name => Assert.True(char.IsLower(name[0]), name));
            Assert.All(operations, call => Assert.False(string.IsNullOrEmpty(call.Operation.GetProperty("summary").GetString())));
            Assert.All(operations, call => Assert.Contains(call.Operation.GetProperty("tags")[0].GetString(), tags));
        }
    }

    [Fact]
    public async Task Every_problem_answer_names_its_types_and_each_is_one_that_there_is()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        Dictionary<string, ProblemType> known = ContractFiles.Problems.ToDictionary(problem => problem.Uri);
        var named = new HashSet<string>();
        foreach (string service in ServiceDocuments.Services)
        {
            foreach ((string path, string method, JsonElement operation) in documents.Operations(service))
            {
                foreach (JsonProperty answer in operation.GetProperty("responses").EnumerateObject())
                {
                    JsonElement response = ServiceDocuments.Resolve(documents[service], answer.Value);
                    if (!response.TryGetProperty("content", out JsonElement content) || !content.TryGetProperty("application/problem+json", out JsonElement problem))
                        continue;
                    Assert.True(problem.GetProperty("schema").TryGetProperty("properties", out JsonElement members), $"{service}: {method} {path} {answer.Name} does not say which problems: give the endpoint Refuses(ProblemTypes.…).");
                    foreach (JsonElement type in members.GetProperty("type").GetProperty("enum").EnumerateArray())
                    {
                        Assert.Equal(answer.Name, known[type.GetString()!].Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
                        named.Add(type.GetString()!);
                    }
                }
            }
        }

        // These are said where there is no operation.
        string[] missing = [.. known.Keys.Except(named).Except([ProblemTypes.NotFound.Uri, ProblemTypes.MethodNotAllowed.Uri])];
        Assert.True(missing.Length == 0, $"No operation says that it answers with {string.Join(", ", missing)}.");
    }

    [Fact]
    public async Task An_event_is_one_of_as_many_kinds_as_there_are_told_apart_by_type()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        JsonElement schemas = documents["gateway"].GetProperty("components").GetProperty("schemas");
        JsonElement discriminator = schemas.GetProperty("Event").GetProperty("discriminator");
        Assert.Equal("type", discriminator.GetProperty("propertyName").GetString());
        Assert.Equal(EventTypes.All.Select(EventTypes.Name), discriminator.GetProperty("mapping").EnumerateObject().Select(kind => kind.Name));
        foreach (JsonProperty kind in discriminator.GetProperty("mapping").EnumerateObject())
        {
            JsonElement schema = schemas.GetProperty(kind.Value.GetString()!.Split('/')[^1]);
            Assert.Equal(kind.Name, schema.GetProperty("properties").GetProperty("type").GetProperty("enum")[0].GetString());
            Assert.Equal(["data", "id", "occurredAt", "playerId", "type"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
        }

        Assert.Equal(["#/components/schemas/Event", "#/components/schemas/EventBatch"],
            documents["gateway"].GetProperty("paths").GetProperty("/v1/events").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                .GetProperty("schema").GetProperty("oneOf").EnumerateArray().Select(one => one.GetProperty("$ref").GetString()));
    }

    [Fact]
    public async Task Numbers_are_not_text_as_well_and_what_may_be_absent_is_never_null()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        foreach (string service in ServiceDocuments.Services)
        {
            foreach (JsonProperty schema in documents[service].GetProperty("components").GetProperty("schemas").EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)))
            {
                string[] required = schema.Value.TryGetProperty("required", out JsonElement names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
                foreach (JsonProperty member in schema.Value.GetProperty("properties").EnumerateObject())
                {
                    string types = member.Value.TryGetProperty("type", out JsonElement type) ? type.ToString() : "";
                    Assert.False(types.Contains("integer", StringComparison.Ordinal) && types.Contains("string", StringComparison.Ordinal), $"{service}: {schema.Name}.{member.Name}");
                    Assert.True(required.Contains(member.Name) || !types.Contains("null", StringComparison.Ordinal), $"{service}: {schema.Name}.{member.Name}");
                }
            }
        }
    }

    [Fact]
    public async Task Operators_calls_need_a_token_signed_calls_a_signature_and_others_nothing()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        foreach (string service in ServiceDocuments.Services)
        {
            foreach ((string path, string method, JsonElement operation) in documents.Operations(service))
            {
                string[] needs = [.. operation.GetProperty("security").EnumerateArray().SelectMany(scheme => scheme.EnumerateObject()).Select(scheme => scheme.Name)];
                string[] headers = operation.TryGetProperty("parameters", out JsonElement parameters)
                    ? [.. parameters.EnumerateArray().Select(parameter => ServiceDocuments.Resolve(documents[service], parameter)).Where(parameter => parameter.TryGetProperty("required", out JsonElement must) && must.GetBoolean()).Select(parameter => parameter.GetProperty("name").GetString()!)]
                    : [];
                Assert.Equal(needs.Contains("signature"), headers.Contains("webhook-signature"));
                using var request = new HttpRequestMessage(new HttpMethod(method), _live.Url(service, path.Replace("{window}", "daily", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));
                using var client = new HttpClient();
                using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(needs.Length > 0 == ((int)answer.StatusCode == 401), $"{service}: {method} {path} answers {(int)answer.StatusCode} to somebody without proof, and says that it needs {string.Join(", ", needs)}");
            }
        }
    }

    [Fact]
    public async Task The_parts_of_a_summary_are_the_other_services_own_answers()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(_live);
        Assert.Equal(Schema("progression", "Player"), Schema("gateway", "Player"));
        Assert.Equal(Schema("leaderboard", "PlacedRank"), Schema("gateway", "PlacedRank"));
        JsonElement standing = Members("fairness"), part = Members("gateway");
        foreach (JsonProperty member in part.EnumerateObject())
            Assert.Equal(standing.GetProperty(member.Name).GetRawText(), member.Value.GetRawText());

        string Schema(string service, string name) => documents[service].GetProperty("components").GetProperty("schemas").GetProperty(name).GetProperty("properties").GetRawText();

        JsonElement Members(string service) => documents[service].GetProperty("components").GetProperty("schemas").GetProperty("Standing").GetProperty("properties");
    }
}
