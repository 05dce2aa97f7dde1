using System.Text.Json;
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

    private static IEnumerable<string> Parameters(ServiceDocuments documents, string place) =>
        from service in ServiceDocuments.Services
        from call in documents.Operations(service)
        where call.Operation.TryGetProperty("parameters", out _)
        from parameter in call.Operation.GetProperty("parameters").EnumerateArray()
        where parameter.GetProperty("in").GetString() == place
        select parameter.GetProperty("name").GetString();

    private static IEnumerable<string> Names(string heading) =>
        Rows(heading).SelectMany(row => row.Split('|')[1].Split(',')).Select(name => name.Trim(' ', '`')).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Rows(string heading) =>
        Page.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
}
