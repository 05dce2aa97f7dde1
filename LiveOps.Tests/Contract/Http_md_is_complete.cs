using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Cors;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Contract;

/// <summary>docs/http.md names every problem type, header field and query parameter that the services' documents have, and no other.</summary>
public sealed class Http_md_is_complete(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "http.md"));

    [Fact]
    public void Every_problem_type_with_its_status_and_meaning() => Assert.Equal(
        ContractFiles.Problems.Select(problem => $"| `{problem.Name}` | {problem.Status} | {problem.Title} |"),
        Rows("## Problem types"));

    [Fact]
    public async Task Every_header_field()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(fixture.Live);
        IEnumerable<string> answered = ServiceDocuments.Services.SelectMany(service =>
            documents[service].GetProperty("components").TryGetProperty("headers", out JsonElement fields) ? fields.EnumerateObject().Select(field => field.Name) : []);
        Assert.Equal(answered.Concat(Parameters(documents, "header")).Distinct().Order(StringComparer.Ordinal), Names("## Header fields"));
    }

    [Fact]
    public async Task Every_query_parameter() =>
        Assert.Equal(Parameters(await ServiceDocuments.ReadAsync(fixture.Live), "query").Distinct().Order(StringComparer.Ordinal), Names("## Query parameters"));

    [Fact]
    public async Task Every_call_with_its_method_and_no_other()
    {
        ServiceDocuments documents = await ServiceDocuments.ReadAsync(fixture.Live);
        (string Method, string Path)[] ofOperations = [("GET", "/metrics"), ("GET", "/openapi/v1.json")];
        (string Method, string Path)[] described = [.. ofOperations, .. ServiceDocuments.Services.SelectMany(documents.Operations).Select(call => (call.Method.ToUpperInvariant(), Plain(call.Path)))];
        (string Method, string Path)[] named = [.. Page.SelectMany(Calls)];
        Assert.NotEmpty(named);
        Assert.All(described, call => Assert.True(named.Any(name => IsNamedBy(call, name)), $"{call.Method} {call.Path} is missing."));
        Assert.All(named, name => Assert.True(described.Any(call => IsNamedBy(call, name)), $"There is no {name.Method} {name.Path}."));
        // The example that the reading goes by.
        Assert.Equal([("PUT", "/v1/a/{}"), ("DELETE", "/v1/a/{}"), ("PUT", "/b"), ("DELETE", "/b"), ("GET", "/c/{}")], Calls("| `PUT` / `DELETE /v1/a/{id}?x=`, `…/b` `{\"playerId\"}`, `GET …/c/{d}` | it does `this` |"));
    }

    [Fact]
    public void What_a_page_of_another_origin_may_send_and_read() => Assert.Contains(
        Page, line => line.EndsWith($"A page may send {Listed(ReadingCalls.Sent)}, and read {Listed(ReadingCalls.Read)}.", StringComparison.Ordinal));

    private static string Listed(string[] names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static bool IsNamedBy((string Method, string Path) call, (string Method, string Path) name) =>
        call.Method == name.Method && (name.Path.StartsWith("/v1/", StringComparison.Ordinal) ? call.Path == name.Path : call.Path.EndsWith(name.Path, StringComparison.Ordinal));

    // What stands in code in the first column of a table, or in a heading: methods, then paths that they hold for. A path that begins with … is the end of one.
    private static IEnumerable<(string Method, string Path)> Calls(string line)
    {
        string cell = line.StartsWith("## `", StringComparison.Ordinal) ? line : line.StartsWith("| `", StringComparison.Ordinal) ? line.Split('|')[1] : "";
        string[] methods = [];
        bool isTaken = false;
        foreach (string code in cell.Split('`').Where((_, at) => at % 2 == 1))
        {
            string[] words = code.Split(' ');
            if (Array.Exists(Methods, method => method == words[0]))
            {
                methods = isTaken ? [words[0]] : [.. methods, words[0]];
                isTaken = false;
            }

            string path = words[^1].TrimStart('…').Split('?')[0];
            if (methods.Length == 0 || !path.StartsWith('/'))
                continue;
            isTaken = true;
            foreach (string method in methods)
                yield return (method, Plain(path));
        }
    }

    private static string Plain(string path) => Regex.Replace(path, "{[^}]+}", "{}");

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE"];

    private static IEnumerable<string> Parameters(ServiceDocuments documents, string place) =>
        from service in ServiceDocuments.Services
        from call in documents.Operations(service)
        where call.Operation.TryGetProperty("parameters", out _)
        from said in call.Operation.GetProperty("parameters").EnumerateArray()
        let parameter = ServiceDocuments.Resolve(documents[service], said)
        where parameter.GetProperty("in").GetString() == place
        select parameter.GetProperty("name").GetString();

    private static IEnumerable<string> Names(string heading) =>
        Rows(heading).SelectMany(row => row.Split('|')[1].Split(',')).Select(name => name.Trim(' ', '`')).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Rows(string heading) =>
        Page.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
}
