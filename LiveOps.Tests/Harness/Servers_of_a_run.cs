namespace LiveOps.Tests.Harness;

public sealed class Servers_of_a_run
{
    [Fact]
    public async Task End_with_it_however_it_ends_and_each_by_itself()
    {
        TempFolder folder = new(), others = new();
        ServerProcess one = Start(folder);
        ServerProcess other = Start(others); // started later: it must not hold what the first one waits for

        one.Abandon();

        for (var patience = new Patience(); (Directory.Exists(folder.Path) || !one.HasExited) && !patience.IsOver;)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(folder.Path));
        Assert.True(one.HasExited);
        Assert.False(other.HasExited);
        await other.KillAsync();
        others.Dispose(); // is still there
    }

    private static ServerProcess Start(TempFolder folder) =>
        ServerProcess.Start(null, "KILL", folder, folder.File("log"), ServerProgram.Find("sleep", "coreutils"), "3600");
}
