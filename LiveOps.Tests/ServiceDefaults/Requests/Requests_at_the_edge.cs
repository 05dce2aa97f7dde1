using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveOps.Tests.ServiceDefaults.Requests;

public sealed class Requests_at_the_edge
{
    [Theory]
    [InlineData("/nowhere", 404, "not-found")]
    [InlineData("/throws", 500, "internal-error")]
    [InlineData("/throws-at-once", 500, "internal-error")]
    [InlineData("/post-only", 405, "method-not-allowed")]
    [InlineData("/bare-503", 503, "unavailable")]
    public async Task What_has_no_answer_of_its_own_becomes_a_problem(string path, int status, string problem)
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);

        using HttpResponseMessage response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("https://liveops.dev/problems/" + problem, body.RootElement.GetProperty("type").GetString());
        Assert.DoesNotContain("secret detail", body.RootElement.ToString());
    }

    [Fact]
    public async Task An_answer_that_has_a_body_is_left_alone()
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);

        using HttpResponseMessage response = await host.Client.GetAsync("/own-404", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("mine", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/players/alice", 200)]
    [InlineData("/healthz", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/post-only", 405)]
    [InlineData("/throws", 500)]
    public async Task A_HEAD_has_the_answer_of_a_GET_without_its_body(string path, int status)
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);
        using HttpResponseMessage get = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using HttpResponseMessage head = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)get.StatusCode);
        Assert.Equal(status, (int)head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.Allow, head.Content.Headers.Allow);
        Assert.NotEmpty(await get.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        // As it is sent: the client would not look for a body.
        using var raw = new TcpClient();
        await raw.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = raw.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HEAD {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.EndsWith("\r\n\r\n", answer);
        Assert.Equal(answer.Length - 4, answer.IndexOf("\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Allow_names_HEAD_beside_GET()
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);
        using HttpResponseMessage deleted = await host.Client.DeleteAsync("/players/alice", TestContext.Current.CancellationToken);
        Assert.Equal(405, (int)deleted.StatusCode);
        Assert.Equal(["GET", "HEAD"], deleted.Content.Headers.Allow.Order());
        using HttpResponseMessage got = await host.Client.GetAsync("/post-only", TestContext.Current.CancellationToken);
        Assert.Equal(["POST"], got.Content.Headers.Allow);
    }

    [Fact]
    public async Task Where_a_content_type_is_needed_the_answer_names_it()
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]);

        using HttpResponseMessage response = await host.Client.PostAsync("/takes-json", form, TestContext.Current.CancellationToken);

        JsonElement problem = await response.ProblemAsync(415, "unsupported-media-type");
        Assert.Equal("Send the header Content-Type: application/json.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Durations_are_kept_by_route_and_never_by_path()
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);
        await host.GetAsync("/players/alice");
        await host.GetAsync("/players/bob");
        using var request = new HttpRequestMessage(new HttpMethod("BREW"), "/no/such/path");
        using HttpResponseMessage unmatched = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        string metrics = await host.GetAsync("/metrics");

        Assert.Contains("http_request_duration_seconds_count{code=\"200\",method=\"GET\",route=\"/players/{id}\"} 2\n", metrics);
        Assert.Contains("http_request_duration_seconds_count{code=\"404\",method=\"other\",route=\"unmatched\"} 1\n", metrics);
        Assert.DoesNotContain("alice", metrics);
        Assert.DoesNotContain("BREW", metrics);
    }

    [Fact]
    public async Task No_answer_says_what_server_it_comes_from()
    {
        await using DefaultsHost host = await DefaultsHost.StartAsync(Map);

        using HttpResponseMessage response = await host.Client.GetAsync("/healthz", TestContext.Current.CancellationToken);

        Assert.Empty(response.Headers.Server);
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/players/{id}", (string id) => id);
        app.MapPost("/post-only", () => "posted");
        app.MapPost("/takes-json", () => "taken").Accepts<string>("application/json");
        app.MapGet("/own-404", () => Results.Text("mine", statusCode: 404));
        app.MapGet("/bare-503", () => Results.StatusCode(503));
        app.MapGet("/throws", async (HttpContext context) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("secret detail");
        });
        app.MapGet("/throws-at-once", (RequestDelegate)(_ => throw new InvalidOperationException("secret detail")));
    }
}
