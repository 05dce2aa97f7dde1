using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Gateway.Webhooks;

/// <summary><c>kill -9</c> while notices are made, told and sent: every accepted event's notice arrives, of each player in order, and repeats have the same id and say the same.</summary>
public sealed class Killed_around_a_delivery
{
    private const int Players = 8;

    [Fact]
    public async Task Every_notice_arrives_and_repeats_are_told_apart_by_their_id()
    {
        using var folder = new TempFolder();
        using var http = new HttpClient();
        await using Receiver receiver = await Receiver.StartAsync();
        int[] levels = new int[Players]; // how many times each player was accepted to have risen
        (string, string)[] settings = [("OPERATOR_TOKEN", LiveSystem.OperatorToken), ("WEBHOOK_PRIVATE_HOSTS", "localhost"), ("LOG_LEVEL", "Warning")];
        for (int kill = 0; kill < 2; kill++)
        {
            using var live = LiveProcess.Start(folder.File("data"), settings);
            await live.ReadyAsync();
            if (kill == 0)
                await MakeAsync(live);
            int before = receiver.All.Count;
            Task sender = Task.Run(() => SendAsync(live));
            for (var patience = new Patience(); receiver.All.Count < before + 20 + 13 * kill; await Task.Delay(1, TestContext.Current.CancellationToken))
                Assert.False(patience.IsOver, live.Output);
            live.Kill();
            await sender;
        }

        using var last = LiveProcess.Start(folder.File("data"), settings);
        await last.ReadyAsync();
        await receiver.WaitAsync(1, one => one.Subject == "p0");
        for (var patience = new Patience(); !Arrived() && !patience.IsOver; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
        }

        Assert.True(Arrived(), string.Join(' ', levels));
        foreach (IGrouping<string, Received> same in receiver.All.GroupBy(one => one.Id))
            Assert.Single(same.Select(one => Encoding.UTF8.GetString(one.Body)).Distinct());
        foreach (IGrouping<string, Received> player in receiver.All.GroupBy(one => one.Subject))
        {
            int[] first = [.. player.DistinctBy(one => one.Id).Select(one => one.Data.GetProperty("level").GetInt32())];
            Assert.Equal(first.Order().Distinct(), first); // each level once, in order
        }

        bool Arrived() => Enumerable.Range(0, Players).All(player => receiver.All.Where(one => one.Subject == $"p{player}").DistinctBy(one => one.Id).Count() >= levels[player]);

        async Task MakeAsync(LiveProcess live)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(live.Address("gateway"), "/v1/webhooks/game"))
            {
                Content = new StringContent(JsonSerializer.Serialize(new { url = receiver.Localhost, types = new[] { "level.reached" } }), Encoding.UTF8),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);
            using HttpResponseMessage answer = await http.SendAsync(request);
            Assert.Equal(201, (int)answer.StatusCode);
        }

        // Each event is worth a level at least.
        async Task SendAsync(LiveProcess live)
        {
            try
            {
                for (int number = 0; ; number++)
                {
                    int player = number % Players;
                    string id = LiveSystem.NewId("kill");
                    byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { id, playerId = $"p{player}", type = "xp_gained", occurredAt = DateTime.UtcNow, data = new { amount = 90_000 } });
                    long at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                    using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(live.Address("gateway"), "/v1/events")) { Content = new ByteArrayContent(body) };
                    request.Headers.Add(StandardWebhooks.IdHeader, id);
                    request.Headers.Add(StandardWebhooks.TimestampHeader, at.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SigningSecret.Parse(LiveSystem.Secret, "secret"), id, at, body));
                    using HttpResponseMessage answer = await http.SendAsync(request);
                    if ((int)answer.StatusCode == 202)
                        levels[player]++;
                    await Task.Delay(5);
                }
            }
            catch (HttpRequestException)
            {
                // Killed.
            }
        }
    }
}
