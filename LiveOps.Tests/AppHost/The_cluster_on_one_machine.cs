using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using LiveOps.AppHost.Commands;

namespace LiveOps.Tests.AppHost;

[Collection(nameof(RunningCluster))]
public sealed class The_cluster_on_one_machine(RunningCluster cluster)
{
    [Fact]
    public async Task Every_service_runs_twice_each_replica_with_a_port_for_verdicts_of_its_own()
    {
        foreach (string service in Model.Services.Append("console"))
        {
            List<ResourceEvent> replicas = await cluster.ReplicasAsync(service);
            Assert.Equal(2, replicas.Select(RunningCluster.Process).Distinct().Count());
        }

        List<ResourceEvent> fairness = await cluster.ReplicasAsync("fairness");
        Assert.Equal(2, fairness.Select(replica => replica.Snapshot.EnvironmentVariables.Single(variable => variable.Name == "VERDICTS_PORT").Value).Distinct().Count());
    }

    [Theory]
    [InlineData("progression-migration")]
    [InlineData("leaderboard-migration")]
    [InlineData("gateway-migration")]
    public async Task Schemas_were_brought_up_to_date_first(string migration)
    {
        ResourceEvent step = Assert.Single(await cluster.ReplicasAsync(migration));

        Assert.Equal((KnownResourceStates.Finished, 0), (step.Snapshot.State?.Text, step.Snapshot.ExitCode));
    }

    [Fact]
    public async Task The_dashboards_commands_send_events_replay_dead_letters_and_roll_a_window_over()
    {
        await cluster.SendSampleAsync();
        await EverythingHasTakenEffectOnceAsync();
        await cluster.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/seasonal", board => Total(board) == 1);

        foreach (string service in (string[])["fairness", "leaderboard", "progression"])
        {
            ExecuteCommandResult replayed = await cluster.CommandAsync(service, DeadLetterReplay.Command);
            Assert.True(replayed.Success, replayed.Message);
        }

        ExecuteCommandResult rolled = await cluster.CommandAsync("leaderboard", WindowRollover.Command("seasonal"));
        Assert.True(rolled.Success, rolled.Message);
        await cluster.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/seasonal", board => Total(board) == 0);
        await cluster.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => Total(board) == 1);
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("fairness")]
    [InlineData("progression")]
    [InlineData("leaderboard")]
    public async Task A_replica_that_is_killed_costs_no_event_and_no_other_process_and_is_started_again(string service)
    {
        List<ResourceEvent> replicas = await cluster.ReplicasAsync(service);
        using var enough = new CancellationTokenSource();
        Task sending = SendUntilAsync(enough.Token);

        await cluster.KillAsync(replicas[0]);

        await enough.CancelAsync();
        await sending;
        await EverythingHasTakenEffectOnceAsync();
        Assert.Equal(RunningCluster.Process(replicas[1]), RunningCluster.Process((await cluster.ReplicasAsync(service))[1]));
    }

    [Theory]
    [InlineData("bus")]
    [InlineData("redis")]
    [InlineData("mysql")]
    public async Task A_store_that_is_killed_is_started_again_and_found_again_with_all_that_was_accepted(string store)
    {
        await cluster.AcceptAsync();

        await cluster.KillAsync(Assert.Single(await cluster.ReplicasAsync(store)));

        await cluster.AcceptAsync();
        await EverythingHasTakenEffectOnceAsync();
        await cluster.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", board => Total(board) == 1);
    }

    // Each batch that was accepted since the system started has one dragon in it.
    private Task<string> EverythingHasTakenEffectOnceAsync() => cluster.EventuallyAsync("progression", "/v1/players/sample", player => Kills(player) == cluster.Accepted);

    private async Task SendUntilAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            await cluster.AcceptAsync();
    }

    private static int Kills(string player) => JsonDocument.Parse(player).RootElement.GetProperty("bossKills").GetProperty("dragon").GetInt32();

    private static int Total(string board) => JsonDocument.Parse(board).RootElement.GetProperty("total").GetInt32();
}
