using LiveOps.ServiceDefaults.Operators;
using LiveOps.Tests.Console.Walks;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Console;

/// <summary>All of the console in Chromium, without scripts, over the embedded system: every page, every action with its effect, every role, names that are markup.</summary>
public sealed class Everything_in_the_console(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Is_seen_by_each_role_as_far_as_it_may_and_done_without_scripts()
    {
        await using LiveSystem live = await LiveSystem.StartAsync(null, WalkedEmbedded.Settings);
        using var system = new WalkedEmbedded(live);
        Stage stage = await Stage.SetAsync(system, Stage.All[1]);
        foreach (OperatorRole role in new[] { OperatorRole.Viewer, OperatorRole.Moderator, OperatorRole.Operator })
            await WholeWalk.SeeAllAsync(chromium, system, stage, role);
        await WholeWalk.DoAllAsync(chromium, system, stage, scripts: false);
    }
}
