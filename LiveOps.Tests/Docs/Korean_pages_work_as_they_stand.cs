using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Docs;

/// <summary>A reader goes through the first steps, and then through operations, in one terminal: everything printed is what the pages say.</summary>
public sealed class Korean_pages_work_as_they_stand
{
    private static readonly (string Service, string Address)[] Services =
        [("gateway", "localhost:8080"), ("fairness", "localhost:8081"), ("leaderboard", "localhost:8082"), ("progression", "localhost:8083")];

    [Fact]
    public async Task What_they_say_to_type_prints_what_they_say()
    {
        ServerProgram.Find("jq", "jq");
        using var folder = new TempFolder();
        using var live = LiveProcess.Start(folder.File(".liveops"), ("HMAC_SECRET", ""), ("OPERATOR_TOKEN", "dev-operator-token"));
        await live.ReadyAsync();
        Directory.CreateSymbolicLink(folder.File("samples"), Path.Combine(Repository.Root, "samples"));
        using var terminal = new Bash(folder.Path);
        await terminal.TypeAsync($"export GATEWAY={live.Address("gateway").GetLeftPart(UriPartial.Authority)}");

        foreach (string page in (string[])["docs/ko/getting-started.md", "docs/ko/operations.md"])
        {
            Step[] steps = [.. Step.Of(MarkdownPage.Read(page))];
            Assert.True(steps.Length > 10);
            foreach (Step step in steps)
            {
                string output = await OutputAsync(terminal, step, Services.Aggregate(step.Command, (command, service) => command.Replace(service.Address, live.Address(service.Service).Authority, StringComparison.Ordinal)));
                Assert.True(IsAsSaid(step, output), $"{page}, in the block of line {step.Line}:\n$ {step.Command}\nthe page says\n{step.Output}\nand it is\n{output}");
            }
        }
    }

    private static async Task<string> OutputAsync(Bash terminal, Step step, string command)
    {
        string output = await terminal.TypeAsync(command);
        for (var patience = new Patience(); step.OnlyReads && !IsAsSaid(step, output) && !patience.IsOver; await Task.Delay(50))
            output = await terminal.TypeAsync(command);
        return output;
    }

    private static bool IsAsSaid(Step step, string output) => step.Output is null || Varying.TakenOut(output) == Varying.TakenOut(step.Output);
}
