using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Gateway.Intake;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Harness.Sql;

namespace LiveOps.Tests.Cluster;

/// <summary>Rows of an older system in a cluster: whichever gateway takes them, and whichever one a change was made at.</summary>
[Collection(nameof(Clusters))]
public sealed class Rows_in_a_cluster
{
    private static readonly HttpClient Http = new() { Timeout = Patience.Whole };

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_file_counts_once_whichever_gateway_takes_it_and_a_change_is_everywhere(SqlKind kind)
    {
        await using ClusterSystem cluster = await ClusterSystem.StartAsync(kind, replicas: 2, ("Intake:Secrets:nightly:0", IntakeWorld.Password));
        string file = "who,id\n" + string.Concat(Enumerable.Range(0, 1200).Select(n => $"night-{n % 40},{n}\n"));
        using (HttpResponseMessage early = await AnsweredAsync(cluster, 0, file))
            await early.ProblemAsync(404, "unknown-source");
        JsonElement made = await PutAsync(cluster, 0, "rows");
        Assert.True(made.GetProperty("inForce").GetBoolean());

        (int rows, int accepted, int duplicates, int rejected) = await CountsAsync(cluster, 1, file); // the change was made at the other
        Assert.Equal((1200, 1200, 0), (rows, accepted + duplicates, rejected));
        Assert.Equal((1200, 0, 1200, 0), await CountsAsync(cluster, 0, file)); // as was the file sent to the other
        cluster.Of("gateway").Kill();
        Assert.Equal((1200, 0, 1200, 0), await CountsAsync(cluster, 1, file));
        cluster.Of("gateway").Start();
        await cluster.Of("gateway").ReadyAsync();
        await cluster.Cache.FlushAsync(); // who remembers nothing accepts it again, and consumers count it once
        (_, accepted, duplicates, _) = await CountsAsync(cluster, 0, file);
        Assert.Equal(1200, accepted + duplicates);

        for (int player = 0; player < 40; player++)
        {
            long counted = -1;
            for (var patience = new Patience(); counted != 30 && !patience.IsOver; await Task.Delay(10, TestContext.Current.CancellationToken))
            {
                using HttpResponseMessage got = await Http.GetAsync(new Uri(cluster.Of("progression").Address, $"/v1/players/night-{player}"), TestContext.Current.CancellationToken);
                if (got.IsSuccessStatusCode)
                    counted = JsonElement.Parse(await got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("counters").GetProperty("rows").GetInt64();
            }

            Assert.Equal(30, counted);
        }

        using HttpRequestMessage asked = Operator(cluster, 1, HttpMethod.Get, "/v1/policies/intake/versions");
        using HttpResponseMessage versions = await Http.SendAsync(asked, TestContext.Current.CancellationToken);
        Assert.Equal("by a test", Assert.Single((await versions.JsonAsync(200)).GetProperty("versions").EnumerateArray()).GetProperty("reason").GetString());
    }

    private static async Task<JsonElement> PutAsync(ClusterSystem cluster, int gateway, string counter)
    {
        using HttpRequestMessage put = Operator(cluster, gateway, HttpMethod.Put, "/v1/policies/intake?reason=by+a+test");
        put.Headers.TryAddWithoutValidation("If-Match", "*");
        put.Content = new StringContent(JsonSerializer.Serialize(new
        {
            sources = new
            {
                nightly = new
                {
                    format = "csv",
                    fields = new { playerId = "who", counter = new { value = counter }, amount = new { value = "1" }, id = "id" },
                    proof = new { basic = new { user = "nightly" } },
                },
            },
        }), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await Http.SendAsync(put);
        return await answer.JsonAsync(200);
    }

    private static HttpRequestMessage Operator(ClusterSystem cluster, int gateway, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(cluster.Of("gateway", gateway).Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        return request;
    }

    private static async Task<(int Rows, int Accepted, int Duplicates, int Rejected)> CountsAsync(ClusterSystem cluster, int gateway, string file)
    {
        using HttpResponseMessage answer = await AnsweredAsync(cluster, gateway, file);
        return IntakeWorld.Counts(await answer.JsonAsync(202));
    }

    // A machine that has much to do answers 503 now and then; sending again is right.
    private static async Task<HttpResponseMessage> AnsweredAsync(ClusterSystem cluster, int gateway, string file)
    {
        for (var patience = new Patience(); ; await Task.Delay(100))
        {
            HttpResponseMessage answer = await SendAsync(cluster, gateway, file);
            if ((int)answer.StatusCode is not (409 or 503) || patience.IsOver)
                return answer;
            answer.Dispose();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(ClusterSystem cluster, int gateway, string file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cluster.Of("gateway", gateway).Address, "/v1/intake/nightly")) { Content = new StringContent(file) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("nightly:" + IntakeWorld.Password)));
        return await Http.SendAsync(request);
    }
}
