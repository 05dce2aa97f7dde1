using System.Net.Http.Headers;
using System.Text;
using LiveOps.Tests.Fairness.Endpoints;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Intake;

/// <summary>A gateway of a cluster that has no database of its own: the document is a file's, and what cannot be judged is not accepted.</summary>
public sealed class A_gateway_without_a_database
{
    private const string Document = """{"sources":{"a":{"format":"csv","fields":{"playerId":"who","amount":"n","id":"id"},"proof":{"basic":{"user":"a"}}}}}""", Rows = "who,n,id\nfile-1,1,1\n";

    [Fact]
    public async Task The_document_is_a_file_s_and_a_change_says_what_it_needs()
    {
        using var folder = new TempFolder();
        await using var system = new ApartSystem(("POLICY_DIR", folder.File(".")), ("Intake:Secrets:a:0", IntakeWorld.Password));
        await system.InitializeAsync();
        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, system.Gateway("/v1/policies/intake?reason=a+test")) { Content = new StringContent(Document, Encoding.UTF8, "application/json") };
        put.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        put.Headers.TryAddWithoutValidation("If-Match", "*");
        using HttpResponseMessage refused = await http.SendAsync(put, TestContext.Current.CancellationToken);
        Assert.Contains("ConnectionStrings__gateway", (await refused.ProblemAsync(503, "unavailable")).GetProperty("detail").GetString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder.File("intake.json"), Document, TestContext.Current.CancellationToken);
        var patience = new Patience();
        int status = 404;
        for (; status == 404 && !patience.IsOver; await Task.Delay(100, TestContext.Current.CancellationToken))
            status = await SendAsync();
        Assert.Equal(202, status);
        await system.StopFairnessAsync();
        Assert.Equal(202, await SendAsync()); // known already
        Assert.Equal(503, await SendAsync("who,n,id\nfile-1,1,2\n"));

        async Task<int> SendAsync(string rows = Rows)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, system.Gateway("/v1/intake/a")) { Content = new StringContent(rows) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("a:" + IntakeWorld.Password)));
            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }
}
