using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Contract;

/// <summary>A client that openapi-typescript generates from the committed documents, checked by tsc, against the running system.</summary>
public sealed class A_client_in_TypeScript
{
    [Fact]
    public async Task Sends_every_kind_of_event_pages_a_board_claims_a_reward_and_reads_a_problem()
    {
        foreach (string service in new[] { "gateway", "leaderboard", "progression" })
            await RunAsync("node_modules/openapi-typescript/bin/cli.js", ContractFiles.Document(service), "-o", $"generated/{service}.ts");
        await RunAsync("node_modules/typescript/bin/tsc", "--project", ".");

        await using LiveSystem live = await LiveSystem.StartAsync();
        string output = await RunAsync("out/client.js", live);

        Assert.Equal(
            """{"sent":15,"ranked":["1 margaret 8","2 grace 5","3 ada 3"],"among":["1 margaret","2 ada","nobody"],"reward":"first-kill:dragon","valid":true,"problem":"unknown-board"}""",
            output.Trim().Split('\n')[^1]);
    }

    private static Task<string> RunAsync(string script, LiveSystem live) => RunAsync(
        script,
        new Dictionary<string, string> { ["GATEWAY"] = Base(live, "gateway"), ["LEADERBOARD"] = Base(live, "leaderboard"), ["PROGRESSION"] = Base(live, "progression"), ["SECRET"] = LiveSystem.Secret });

    private static Task<string> RunAsync(string script, params string[] arguments) => RunAsync(script, [], arguments);

    private static async Task<string> RunAsync(string script, Dictionary<string, string> environment, params string[] arguments)
    {
        (int exitCode, string output) = await NodeProgram.RunAsync(NodeProgram.Folder, script, environment, arguments);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {output}");
        return output;
    }

    private static string Base(LiveSystem live, string service) => live.Url(service, "/").ToString().TrimEnd('/');
}
