using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.Tests.ServiceDefaults.Operators;

/// <summary>Which role each operator's call of the embedded system needs: as the tables say, and as it is refused.</summary>
public sealed class Roles_of_calls : IClassFixture<RolesFixture>
{
    private readonly LiveSystem _live;

    public Roles_of_calls(RolesFixture fixture) => _live = fixture.Live;

    [Theory]
    [InlineData("gateway")]
    [InlineData("fairness")]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task Every_operator_s_call_has_a_line_of_its_own_and_every_line_a_call(string service)
    {
        (string Method, string Route)[] calls = [.. Calls(service)];
        OperatorRoles table = _live.Services(service).GetService<OperatorRoles>() ?? new OperatorRoles();
        (string Method, string Route)[] lines = [.. table.Calls.Select(line => (line.Method, line.Route))];
        Assert.Empty(calls.Except(lines));
        // What every service may have is in every table: documents, dead letters, the audit.
        Assert.Empty(lines.Except(calls).Except(new OperatorRoles().Calls.Select(line => (line.Method, line.Route))));
        Assert.Contains(("GET", "/v1/audit"), calls);

        foreach ((string method, string route) in calls)
        {
            OperatorRole needed = table.Of(method, route);
            string path = route.Replace("{name}", service switch { "leaderboard" => "boards", "gateway" => "intake", _ => service }, StringComparison.Ordinal).Replace("{window}", "daily", StringComparison.Ordinal)
                .Replace("{number}", "1", StringComparison.Ordinal).Replace("{board}", "no-board", StringComparison.Ordinal).Replace("{id}", "nobody", StringComparison.Ordinal);
            foreach (OperatorRole role in new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator })
            {
                using HttpResponseMessage answer = await _live.OperateAsync(new HttpMethod(method), service, path, token: RolesFixture.TokenOf(role));
                Assert.True(((int)answer.StatusCode == 403) == (role < needed), $"{role}: {method} {path} is answered with {(int)answer.StatusCode}, and needs {needed}");
            }
        }

        JsonElement[] refused = [.. (await _live.JsonAsync(service, "/v1/audit?kind=refuse&limit=500", LiveSystem.OperatorToken)).GetProperty("entries").EnumerateArray()];
        (string, string, string)[] told = [.. refused.Select(entry => (entry.GetProperty("by").GetString()!, entry.GetProperty("after").GetProperty("call").GetString()!, entry.GetProperty("after").GetProperty("needs").GetString()!))];
        foreach ((string method, string route) in calls.Where(call => table.Of(call.Method, call.Route) == OperatorRole.Admin))
            Assert.Contains(("operator-of-tests", $"{method} {route}", "admin"), told);
        Assert.All(refused, entry => Assert.Equal((AuditEntry.Refused, "access", "127.0.0.1"), (entry.GetProperty("outcome").GetString(), entry.GetProperty("kind").GetString(), entry.GetProperty("from").GetString())));
    }

    [Fact]
    public async Task What_is_not_permitted_says_so_and_does_nothing()
    {
        using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Put, "fairness", "/v1/players/spared/block", new { seconds = 60, reason = "no" }, RolesFixture.TokenOf(OperatorRole.Viewer));
        JsonElement problem = await answer.ProblemAsync(403, "not-permitted");
        Assert.Equal("This call needs the role moderator, and viewer-of-tests has the role viewer.", problem.GetProperty("detail").GetString());
        Assert.Equal("ok", (await _live.JsonAsync("fairness", "/v1/players/spared/standing")).GetProperty("status").GetString());
        JsonElement entry = Assert.Single((await _live.JsonAsync("fairness", "/v1/audit?player=spared", RolesFixture.TokenOf(OperatorRole.Viewer))).GetProperty("entries").EnumerateArray());
        Assert.Equal(("viewer-of-tests", "refuse", "refused"), (entry.GetProperty("by").GetString(), entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Refusals_cannot_fill_the_audit()
    {
        for (int n = 0; n < 100; n++)
        {
            using HttpResponseMessage answer = await _live.OperateAsync(HttpMethod.Delete, "leaderboard", $"/v1/leaderboards/flood-{n}", token: RolesFixture.TokenOf(OperatorRole.Moderator));
            Assert.Equal(403, (int)answer.StatusCode);
        }

        AuditPage page = (await _live.Services("leaderboard").GetRequiredService<IAudit>().PageAsync(new AuditQuery(500) { Operator = "moderator-of-tests" }, TestContext.Current.CancellationToken))!;
        Assert.InRange(page.Entries.Count, 1, 120); // at most sixty in each of two minutes
    }

    private IEnumerable<(string Method, string Route)> Calls(string service) =>
        from endpoint in _live.Services(service).GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<OperatorCall>() is not null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, endpoint.RoutePattern.RawText!.TrimEnd('/'));
}

/// <summary>An embedded system with an operator of each role.</summary>
public sealed class RolesFixture : IAsyncLifetime
{
    public LiveSystem Live { get; private set; } = null!;

    public static string TokenOf(OperatorRole role) => $"the token of a {role} of the tests";

    public async ValueTask InitializeAsync() => Live = await LiveSystem.StartAsync(
        null,
        [.. new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator }.SelectMany(role => new (string, string)[]
        {
            ($"Operators__{role.ToString().ToLowerInvariant()}-of-tests__Token", TokenOf(role)), ($"Operators__{role.ToString().ToLowerInvariant()}-of-tests__Role", role.ToString().ToLowerInvariant()),
        })]);

    public ValueTask DisposeAsync() => Live.DisposeAsync();
}
