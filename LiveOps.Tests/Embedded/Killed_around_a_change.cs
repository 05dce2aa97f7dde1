using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Embedded;

/// <summary><c>kill -9</c> while documents are changed: every change that was answered is there, whole, with its entry in the audit, and of the one in flight all or nothing.</summary>
public sealed class Killed_around_a_change
{
    // A page of versions holds 500: whoever is slow to kill finds no more than that.
    private const int Most = 200;

    private static readonly (string Service, string Name)[] Documents = [("fairness", "fairness"), ("progression", "progression"), ("leaderboard", "boards")];

    [Fact]
    public async Task What_was_answered_is_in_force_and_no_version_is_half()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
        int[] answered = new int[Documents.Length];
        for (int kill = 0; kill < 2; kill++)
        {
            using var live = LiveProcess.Start(folder.File("data"), ("OPERATOR_TOKEN", LiveSystem.OperatorToken), ("LOG_LEVEL", "Warning"));
            await live.ReadyAsync();
            int wanted = 10 + kill * 7;
            Task[] writers = [.. Documents.Select((document, index) => Task.Run(() => ChangeAsync(index, new Uri(live.Address(document.Service), $"/v1/policies/{document.Name}"))))];
            for (var patience = new Patience(); answered.Sum() < wanted * (kill + 1); await Task.Delay(1, TestContext.Current.CancellationToken))
                Assert.False(patience.IsOver || Array.Exists(writers, writer => writer.IsFaulted), live.Output);
            live.Kill();
            await Task.WhenAll(writers);
        }

        using var last = LiveProcess.Start(folder.File("data"), ("OPERATOR_TOKEN", LiveSystem.OperatorToken), ("LOG_LEVEL", "Warning"));
        await last.ReadyAsync();
        for (int index = 0; index < Documents.Length; index++)
        {
            var url = new Uri(last.Address(Documents[index].Service), $"/v1/policies/{Documents[index].Name}");
            JsonElement[] versions = [.. (await JsonAsync(url + "/versions?limit=500")).GetProperty("versions").EnumerateArray()];
            int newest = versions[0].GetProperty("version").GetInt32();
            Assert.InRange(newest, answered[index], answered[index] + 2); // one in flight at each kill
            Assert.Equal(Enumerable.Range(1, newest).Reverse(), versions.Select(version => version.GetProperty("version").GetInt32()));
            Assert.Single(versions, version => version.GetProperty("status").GetString() == "inForce");
            foreach (JsonElement version in versions)
            {
                int number = version.GetProperty("version").GetInt32();
                JsonElement whole = await JsonAsync($"{url}/versions/{number}");
                Assert.Equal($"change {number}", whole.GetProperty("reason").GetString());
                Assert.Equal(number, NumberIn(whole.GetProperty("document"), index));
            }

            Assert.Equal(newest, NumberIn(await JsonAsync(url.ToString()), index));

            // Of every version its entry, and of nothing else one.
            JsonElement[] audit = [.. (await JsonAsync(new Uri(last.Address(Documents[index].Service), "/v1/audit?kind=policy&limit=500").ToString())).GetProperty("entries").EnumerateArray()];
            Assert.Equal(
                versions.Select(version => (version.GetProperty("version").GetInt32(), version.GetProperty("reason").GetString())),
                audit.Select(entry => (entry.GetProperty("version").GetInt32(), entry.GetProperty("reason").GetString())));
        }

        async Task ChangeAsync(int index, Uri url)
        {
            try
            {
                int number = int.Parse((await http.GetAsync(url)).Headers.ETag!.Tag.Trim('"'), CultureInfo.InvariantCulture);
                while (number < Most)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, $"{url}?reason=change+{number + 1}") { Content = new StringContent(Changed(index, number + 1), Encoding.UTF8) };
                    request.Headers.TryAddWithoutValidation("If-Match", $"\"{number}\"");
                    using HttpResponseMessage answer = await http.SendAsync(request);
                    Assert.Equal(200, (int)answer.StatusCode);
                    answered[index] = ++number;
                }
            }
            catch (HttpRequestException)
            {
                // Killed.
            }
        }

        async Task<JsonElement> JsonAsync(string url) => JsonDocument.Parse(await http.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken)).RootElement;
    }

    // Documents that say the number of their version.
    private static string Changed(int index, int number) => ServiceDefaults.Policies.Documents_over_HTTP.Changed(Documents[index].Name, number);

    private static int NumberIn(JsonElement document, int index) => Documents[index].Name switch
    {
        "boards" => document.GetProperty("maxBoards").GetInt32(),
        "progression" => document.GetProperty("bosses").GetProperty("defaultXp").GetInt32(),
        _ => document.GetProperty("rates").GetProperty("burst").GetInt32() - 100,
    };
}
