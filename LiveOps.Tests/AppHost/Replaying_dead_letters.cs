using System.Net.Http.Headers;
using Aspire.Hosting.ApplicationModel;
using LiveOps.AppHost.Commands;
using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.AppHost;

public class Replaying_dead_letters
{
    [Theory]
    [InlineData("fairness")]
    [InlineData("leaderboard")]
    [InlineData("progression")]
    public async Task Is_a_command_of_every_service_that_has_some(string service) => Assert.Contains(
        (await Model.ClusterAsync()).Get<ProjectResource>(service).Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name == DeadLetterReplay.Command);

    [Theory]
    [InlineData(500)]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Gives_a_service_all_of_them_again_however_many_a_page_holds(int page)
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        var files = new DeadLetterFiles(Path.Combine(live.DataFolder, "dead-letters"), TimeProvider.System);
        foreach (int at in new[] { 1, 2, 3 })
            files.Add("progression", at, 2, TestEvent.Batch(TestEvent.Xp("ada", 10) with { Id = $"letter-{at}" }), new InvalidOperationException("mended since"));
        using var client = new HttpClient { BaseAddress = live.Url("progression", "/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LiveSystem.OperatorToken);

        Assert.Equal(3, await DeadLetterReplay.ReplayAsync(client, TestContext.Current.CancellationToken, page));

        await live.EventuallyAsync("progression", "/v1/players/ada", ada => ada.GetProperty("xp").GetInt64() == 30);
        Assert.Equal(0, await DeadLetterReplay.ReplayAsync(client, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fails_when_the_service_refuses_the_caller()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        using var client = new HttpClient { BaseAddress = live.Url("progression", "/") };
        await Assert.ThrowsAsync<HttpRequestException>(() => DeadLetterReplay.ReplayAsync(client, TestContext.Current.CancellationToken));
    }
}
