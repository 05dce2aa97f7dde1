using System.Net.Http.Headers;
using System.Text;
using LiveOps.Tests.Gateway.Intake;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <content>Rows of older systems.</content>
public sealed partial class Answers_are_as_described
{
    private static async Task RowsAsync(LiveSystem live, ServiceDocuments documents)
    {
        using var http = new HttpClient();
        await IntakeWorld.PutAsync(live, IntakeWorld.Document);
        const string Good = "player=rows-1&xp=5&at=2026-11-20T00:00:00Z", Mixed = "who,n,at\nrows-1,1,2026-11-20T00:00:00Z\nrows 1,1,2026-11-20T00:00:00Z\nrows-1,x,2026-11-20T00:00:00Z\n";
        await SendAsync("kiosk", Good, 202);
        await SendAsync("kiosk", Good, 202);
        await SendAsync("tally", Mixed, 202);
        await SendAsync("tally?dryRun=true", Mixed, 200);
        await SendAsync("tally?dryRun=7", Mixed, 400);
        await SendAsync("kiosk", "player=rows 1&xp=5&at=2026-11-20T00:00:00Z", 400);
        await SendAsync("kiosk", "player=rows-1&xp=5000000&at=2026-11-20T00:00:00Z", 403);
        await SendAsync("kiosk", "player=%", 400);
        await SendAsync("kiosk", Good, 401, "nobody's password");
        await SendAsync("arcade", Good, 401);
        await SendAsync("nobody", Good, 404);
        await SendAsync("poor", Good, 503);
        await SendAsync("tally", new string('a', 9 << 20), 413);
        await SendAsync("tally", Good, 415, encoding: "br");

        async Task SendAsync(string source, string body, int status, string password = IntakeWorld.Password, string? encoding = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, live.Url("gateway", "/v1/intake/" + source)) { Content = new StringContent(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("kiosk:" + password)));
            if (encoding is not null)
                request.Content.Headers.ContentEncoding.Add(encoding);
            using HttpResponseMessage answer = await documents.CheckAsync(await http.SendAsync(request, TestContext.Current.CancellationToken));
            Assert.True(status == (int)answer.StatusCode, $"{source}: {(int)answer.StatusCode} instead of {status}");
        }
    }
}
