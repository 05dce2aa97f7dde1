using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LiveOps.AppHost;

namespace LiveOps.Tests.AppHost.WithAspire;

public class The_whole_system
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Takes_events_and_shows_their_effect()
    {
        if (!await DockerRunsAsync())
            Assert.Skip("Docker does not run here.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LiveOps_AppHost>(limit.Token);
        await using DistributedApplication app = await builder.BuildAsync(limit.Token);
        await app.StartAsync(limit.Token);
        foreach (string service in Model.Services)
            await app.ResourceNotifications.WaitForResourceHealthyAsync(service, limit.Token);

        using HttpClient gateway = app.CreateHttpClient("gateway", "http");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events");
        SampleEvents.Prepare(request, (await builder.Get<ParameterResource>("hmac-secret").GetValueAsync(limit.Token))!, TimeProvider.System.GetUtcNow());
        using HttpResponseMessage accepted = await gateway.SendAsync(request, limit.Token);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        using HttpClient progression = app.CreateHttpClient("progression", "http");
        using JsonDocument player = await WaitForAsync(progression, "/v1/players/sample", limit.Token);
        Assert.True(player.RootElement.GetProperty("bossKills").GetProperty("dragon").GetInt32() >= 1);
        using HttpClient leaderboard = app.CreateHttpClient("leaderboard", "http");
        using JsonDocument rank = await WaitForAsync(leaderboard, "/v1/leaderboards/arena/all/players/sample", limit.Token);
        Assert.Equal(4200, rank.RootElement.GetProperty("score").GetInt64());
    }

    // What was accepted takes effect soon, not at once.
    private static async Task<JsonDocument> WaitForAsync(HttpClient service, string path, CancellationToken limit)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using HttpResponseMessage answer = await service.GetAsync(path, limit);
            if (answer.StatusCode == HttpStatusCode.OK)
                return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(limit), cancellationToken: limit);
            await pause.WaitForNextTickAsync(limit);
        }
    }

    private static async Task<bool> DockerRunsAsync()
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", "info") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(docker.StandardOutput.ReadToEndAsync(), docker.StandardError.ReadToEndAsync(), docker.WaitForExitAsync());
            return docker.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
