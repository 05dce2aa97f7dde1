using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.Embedded;

/// <summary>Every operator's call that takes <c>?reason=</c> takes it in its body as well; whatever else stands there is refused, and changes nothing.</summary>
public sealed class Reasons_of_operators(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private static readonly string[] Services = ["gateway", "fairness", "progression", "leaderboard"];

    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Every_call_with_a_reason_in_its_query_takes_it_in_its_body()
    {
        Call[] calls = [.. Services.SelectMany(Calls)];
        Assert.True(calls.Length > 30, $"{calls.Length} calls");
        foreach (Call call in calls)
        {
            await RefusedAsync(call, "?reason=one", call.Body("reason", "another"), "invalid-parameter", "reason stands in the query and in the body, and they differ: send one.");
            await RefusedAsync(call, "?reason=one", call.Body("why", "one"), "malformed-body", "why is no member of this call's body: it has");
            await RefusedAsync(call, "", call.Body("reason", "two\nlines"), "invalid-parameter", "reason must be text of");
        }
    }

    [Fact]
    public async Task What_stands_in_the_body_stands_in_the_audit()
    {
        const string Hidden = "/v1/leaderboards/players/reasoned/hidden";
        (HttpMethod Method, string Path, object Body)[] calls =
        [
            (HttpMethod.Put, Hidden, new { reason = " first " }), (HttpMethod.Delete, Hidden, new { reason = "second" }), (HttpMethod.Put, Hidden + "?reason=third", new { reason = "third" }),
            (HttpMethod.Post, "/v1/leaderboards/show", new { playerId = "reasoned", reason = "fourth" }), (HttpMethod.Put, Hidden + "?reason=+fifth+", new { }),
        ];
        foreach ((HttpMethod method, string path, object body) in calls)
        {
            using HttpResponseMessage answer = await _live.OperateAsync(method, "leaderboard", path, body);
            Assert.True((int)answer.StatusCode == 204, await answer.Content.ReadAsStringAsync());
        }

        JsonElement audit = await _live.JsonAsync("leaderboard", "/v1/audit?player=reasoned", LiveSystem.OperatorToken);
        Assert.Equal(["fifth", "fourth", "third", "second", "first"], audit.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Without_a_token_no_body_is_looked_at()
    {
        foreach (Call call in Services.SelectMany(Calls))
        {
            using HttpResponseMessage answer = await _live.OperateAsync(new HttpMethod(call.Method), call.Service, call.Path, new { nothing = 1 }, token: null);
            await answer.ProblemAsync(401, "operator-required");
        }
    }

    private async Task RefusedAsync(Call call, string query, string body, string type, string sentence)
    {
        using HttpResponseMessage answer = await _live.OperateBytesAsync(new HttpMethod(call.Method), call.Service, call.Path + query, Encoding.UTF8.GetBytes(body));
        string said = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        Assert.True(said.StartsWith("400 ", StringComparison.Ordinal) && said.Contains($"problems/{type}\"", StringComparison.Ordinal), $"{call} {body}: {said}");
        Assert.StartsWith(sentence, JsonElement.Parse(said[4..]).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // The body of a PUT of a document is the document.
    private IEnumerable<Call> Calls(string service) => _live.Services(service).GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<OperatorCall>() is not null && endpoint.Metadata.OfType<CallParameter>().Any(parameter => parameter.Name == "reason"))
        .Select(endpoint => new Call(
            service,
            endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0],
            "/" + string.Join('/', endpoint.RoutePattern.RawText!.Trim('/').Split('/').Select(part => part switch
            {
                "{name}" => service switch { "leaderboard" => "boards", "gateway" => "intake", _ => service },
                "{number}" => "0",
                ['{', ..] => "nobody",
                _ => part,
            })),
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType))
        .Where(call => (call.Method, call.Type) is not ("PUT", { IsGenericType: true }));

    private sealed record Call(string Service, string Method, string Path, Type? Type)
    {
        /// <summary>What the call's body must hold, and a text.</summary>
        public string Body(string member, string text)
        {
            var members = (Type ?? typeof(ReasonBody)).GetProperties().Where(property => property.Name != "Reason")
                .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => property.PropertyType == typeof(string) ? "nobody" : (object)0);
            members[member] = text;
            return JsonSerializer.Serialize(members);
        }
    }
}
