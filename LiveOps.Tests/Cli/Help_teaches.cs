using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using LiveOps.Cli.Commands;
using LiveOps.Cli.Shell;
using LiveOps.Tests.Client;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Cli;

/// <summary>Every command's help has an example that runs as it stands; shells complete; docs/cli.md has them all.</summary>
[Collection(CliWorld.Alone)]
public sealed partial class Help_teaches(The_client_in_the_live_system.Fixture fixture) : IClassFixture<The_client_in_the_live_system.Fixture>, IDisposable
{
    private readonly LiveSystem _live = fixture.Live;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_command_has_an_example_and_every_example_runs()
    {
        await PrepareAsync();
        (Command Command, string Path)[] commands = [.. Leaves(Root.Make(Terminal.OfProcess()), "liveops")];
        Assert.True(commands.Length > 25);
        foreach ((Command command, string path) in commands)
        {
            CliRun help = (await CliWorld.RunAsync(_live, [.. path.Split(' ')[1..], "--help"])).Ends(0);
            foreach (string example in Assert.IsType<ToolCommand>(command).Examples)
            {
                Assert.Contains(example, help.Out, StringComparison.Ordinal);
                Assert.Contains($"liveops {string.Join(' ', path.Split(' ')[1..])}", example, StringComparison.Ordinal);
                if (!example.Contains("completion", StringComparison.Ordinal))
                    await RunAsync(example);
            }

            Assert.NotEmpty(((ToolCommand)command).Examples);
        }
    }

    [Fact]
    public void The_page_has_every_command_and_every_exit_code()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));

        Assert.All(Leaves(Root.Make(Terminal.OfProcess()), "liveops"), one => Assert.Contains(one.Path, page, StringComparison.Ordinal));
        Assert.All([0, 1, 2, 3, 130], code => Assert.Contains($"| {code} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shells_complete_commands_and_options_by_asking_the_tool()
    {
        CliRun bash = (await CliWorld.RunAsync(_live, "completion", "bash")).Ends(0), powershell = (await CliWorld.RunAsync(_live, "completion", "powershell")).Ends(0);
        File.WriteAllText(_folder.File("completion.bash"), bash.Out);
        using Process check = Process.Start(new ProcessStartInfo("bash", ["-n", _folder.File("completion.bash")]) { RedirectStandardError = true })!;
        string faults = await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();

        Assert.True(check.ExitCode == 0, faults);
        Assert.Contains("Register-ArgumentCompleter", powershell.Out, StringComparison.Ordinal);
        Assert.Contains("policy", (await CliWorld.RunAsync(_live, "[suggest:3]", " po")).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("--dry-run", (await CliWorld.RunAsync(_live, "[suggest:12]", " import --dr")).Ends(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--wndow daily")]
    [InlineData("board arena --limit 0")]
    [InlineData("board arena --window hourly")]
    [InlineData("board --folow")]
    [InlineData("import --dryrun")]
    [InlineData("import a.txt")]
    [InlineData("nothing")]
    [InlineData("nothing --help")]
    [InlineData("receipt nothing --help")]
    [InlineData("board arena --folow --help")]
    [InlineData("export board")]
    public async Task What_cannot_be_asked_so_ends_with_2_and_where_to_read(string line)
    {
        CliRun run = (await CliWorld.RunAsync(_live, line.Split(' '))).Ends(2);

        Assert.Equal("", run.Out);
        Assert.True(run.Error.Contains("--help", StringComparison.Ordinal) || run.Error.Contains("--format", StringComparison.Ordinal), run.Error);
    }

    [Fact]
    public async Task The_tool_as_a_process_answers_to_the_output_and_ends_with_the_code()
    {
        var said = new HeardLines();
        using HeardProcess run = CliWorld.Start(CliWorld.Settings(_live), said.Add, "doctor", "--json");

        Assert.True(await run.ExitAsync() == 0, said.ToString());
        Assert.Contains("\"findings\"", said.ToString(), StringComparison.Ordinal);
        using HeardProcess version = CliWorld.Start([], said.Add, "--version");
        Assert.Equal(0, await version.ExitAsync());
        Assert.Contains("1.0.0", said.ToString(), StringComparison.Ordinal);
    }

    // What the examples speak of.
    private async Task PrepareAsync()
    {
        const string Scores = "playerId,score\nada,4200\nbob,900\n";
        File.WriteAllText(_folder.File("scores.csv"), Scores);
        File.WriteAllText(_folder.File("records.json"), """{"records":[{"leaderboard_id":"arena","owner_id":"ada","score":"4200"},{"leaderboard_id":"arena","owner_id":"bob","score":"900"}]}""");
        File.WriteAllText(_folder.File("legacy.xml"), """<scores><score id="1"><player>ada</player><points>1</points></score></scores>""");
        File.WriteAllText(_folder.File("legacy-mapping.json"), """{"record":"/scores/score","fields":{"playerId":"player","id":"@id","board":{"value":"arena"},"score":"points"}}""");
        await _live.AcceptAsync(_live.Boss("ada", "dragon"), _live.Score("bob", "arena", 900));
        await _live.EventuallyAsync("progression", "/v1/players/ada/rewards", rewards => rewards.GetProperty("rewards").GetArrayLength() > 0);
        await using LiveOps.Client.LiveOpsClient client = ClientWorld.ClientOf(_live);
        _receipt = await client.ClaimAsync("ada", "first-kill:dragon");
        foreach (string name in new[] { "boards", "progression" })
            (await CliWorld.RunAsync(_live, "policy", "get", name, "--out", _folder.File(name + ".json"))).Ends(0);
        using HttpResponseMessage league = await _live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/policies/leagues?reason=example", new { leagues = new { arena = new { board = "ladder", window = "weekly", cohortSize = 50, divisions = new[] { "bronze", "silver" }, promote = 10, relegate = 10, absent = "stay" } } }, ifMatch: "\"0\"");
        Assert.True(league.IsSuccessStatusCode, await league.Content.ReadAsStringAsync());
    }

    private string _receipt = "";

    // A line of a shell, as far as the examples have it: quotes, one variable, echo into a pipe, a redirection. Files are those of the test.
    private async Task RunAsync(string example)
    {
        string[] sides = example.Split(" | ");
        string input = sides.Length == 2 ? string.Join(' ', Words(sides[0]).Skip(1)) + "\n" : "";
        string[] words = [.. Words(sides[^1])];
        Assert.Equal("liveops", words[0]);
        int redirection = Array.IndexOf(words, ">");
        CliRun run = await CliWorld.RunAsync(CliWorld.Settings(_live), input, [.. (redirection < 0 ? words : words[..redirection])[1..].Select(word => File(word))]);
        Assert.True(run.Code == 0, $"{example}\n{run.Code}\n{run.Out}\n{run.Error}");
        if (words.Contains("compare"))
            return;
        if (words.Contains("send") || words.Contains("import"))
            await _live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt32() == 2);

        string File(string word) => FileName().IsMatch(word) ? _folder.File(word) : word;
    }

    private IEnumerable<string> Words(string line) => Word().Matches(line).Select(match => match.Value.Trim('"', '\'').Replace("$RECEIPT", _receipt, StringComparison.Ordinal));

    private static IEnumerable<(Command Command, string Path)> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [(command, path)] : command.Subcommands.SelectMany(one => Leaves(one, $"{path} {one.Name}"));

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-z-]+\.(csv|json|xml|ndjson|parquet)$")]
    private static partial Regex FileName();
}
