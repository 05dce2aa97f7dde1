using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary><c>liveops send</c>, against the real system.</summary>
[Collection(CliWorld.Alone)]
public sealed class Sending_from_the_command_line(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task Each_kind_of_event_is_said_by_options_and_counts()
    {
        (await CliWorld.RunAsync(_live, "send", "--player", "cli-1", "--board", "cli", "--score", "4200")).Ends(0);
        (await CliWorld.RunAsync(_live, "send", "--player", "cli-1", "--amount", "250")).Ends(0);
        (await CliWorld.RunAsync(_live, "send", "--player", "cli-1", "--boss", "dragon", "--id", "kill-1")).Ends(0);
        (await CliWorld.RunAsync(_live, "send", "--player", "cli-1", "--item", "sword", "--quantity", "3")).Ends(0);
        CliRun counter = (await CliWorld.RunAsync(_live, "send", "--player", "cli-1", "--counter", "races", "--amount", "-2")).Ends(0);
        CliRun again = (await CliWorld.RunAsync(_live, "send", "--player", "cli-1", "--boss", "dragon", "--id", "kill-1", "--json")).Ends(0);

        Assert.Contains("accepted  cli-1", counter.Out, StringComparison.Ordinal);
        Assert.Equal(1, again.Json.GetProperty("accepted").GetInt32());
        JsonElement player = await _live.EventuallyAsync("progression", "/v1/players/cli-1", player => player.GetProperty("counters").TryGetProperty("races", out _));
        Assert.Equal((750, 1, 3), (player.GetProperty("xp").GetInt64(), player.GetProperty("bossKills").GetProperty("dragon").GetInt64(), player.GetProperty("items").GetProperty("sword").GetInt64()));
    }

    [Fact]
    public async Task Lines_of_the_input_are_sent_and_a_bad_one_is_told_by_its_number()
    {
        string lines = """
            {"id":"l-1","playerId":"cli-2","type":"xp_gained","occurredAt":"2026-11-20T09:30:00Z","data":{"amount":10}}
            not json
            {"id":"l-2","playerId":"cli-2","type":"xp_gained","data":{"amount":100001}}
            {"playerId":"cli 2","amount":1}

            {"id":"l-3","playerId":"cli-2","amount":5}
            """ + "\n" + new string('x', 70_000) + "\n";

        CliRun run = (await CliWorld.RunAsync(CliWorld.Settings(_live), lines, "send", "--file", "-", "--json")).Ends(1);

        Assert.Equal((2, 1, 3), (run.Json.GetProperty("accepted").GetInt32(), run.Json.GetProperty("rejected").GetInt32(), run.Json.GetProperty("bad").GetInt32()));
        JsonElement[] problems = [.. run.Json.GetProperty("problems").EnumerateArray()];
        Assert.Equal([2, 4, 7], problems.Where(one => one.TryGetProperty("line", out _)).Select(one => one.GetProperty("line").GetInt32()));
        Assert.Equal("implausible-event", problems.Single(one => one.TryGetProperty("id", out _)).GetProperty("problem").GetString());
        await _live.EventuallyAsync("progression", "/v1/players/cli-2", player => player.GetProperty("xp").GetInt64() == 15);
    }

    [Fact]
    public async Task Too_many_that_do_not_count_end_it()
    {
        CliRun run = (await CliWorld.RunAsync(CliWorld.Settings(_live), "bad\nbad\nbad\n", "send", "--file", "-", "--max-errors", "1")).Ends(1);

        Assert.Contains("--max-errors 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_sent_waits_in_the_outbox_and_is_sent_later_once()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> away = CliWorld.Settings(_live);
        away["LIVEOPS_GATEWAY"] = $"http://127.0.0.1:{ServerProgram.FreePort()}";
        string outbox = folder.File("outbox");

        CliRun kept = (await CliWorld.RunAsync(away, "", "send", "--player", "cli-3", "--amount", "7", "--outbox", outbox, "--patience", "0.3")).Ends(3);
        CliRun sent = (await CliWorld.RunAsync(_live, "send", "--outbox", outbox, "--json")).Ends(0);
        CliRun nothing = (await CliWorld.RunAsync(_live, "send", "--outbox", outbox, "--json")).Ends(0);

        Assert.Contains($"1 wait in {outbox}", kept.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), (sent.Json.GetProperty("accepted").GetInt32(), nothing.Json.GetProperty("accepted").GetInt32()));
        await _live.EventuallyAsync("progression", "/v1/players/cli-3", player => player.GetProperty("xp").GetInt64() == 7);
    }

    [Fact]
    public async Task What_waits_for_another_key_is_told_and_not_waited_for()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> away = CliWorld.Settings(_live), player = CliWorld.Settings(_live);
        away["LIVEOPS_GATEWAY"] = $"http://127.0.0.1:{ServerProgram.FreePort()}";
        string outbox = folder.File("outbox");
        (await CliWorld.RunAsync(away, "", "send", "--player", "cli-4", "--amount", "7", "--outbox", outbox, "--patience", "0.3")).Ends(3);
        JsonElement key = (await CliWorld.RunAsync(_live, "keys", "derive", "cli-5", "--expires", "1h", "--json")).Ends(0).Json;
        (player["LIVEOPS_KEY"], player["LIVEOPS_SECRET"]) = (key.GetProperty("key").GetString()!, key.GetProperty("secret").GetString()!);

        CliRun waits = (await CliWorld.RunAsync(player, "", "send", "--outbox", outbox, "--json")).Ends(1);
        CliRun own = (await CliWorld.RunAsync(player, "", "send", "--player", "cli-5", "--amount", "3", "--outbox", outbox)).Ends(1);
        CliRun sent = (await CliWorld.RunAsync(_live, "send", "--outbox", outbox, "--json")).Ends(0);

        Assert.Equal((0, 1), (waits.Json.GetProperty("accepted").GetInt32(), waits.Json.GetProperty("waiting").GetInt32()));
        Assert.Contains("1 accepted, 0 rejected, 0 bad, 1 wait for another key", own.Out, StringComparison.Ordinal);
        Assert.Equal(1, sent.Json.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData(2, "say one event", "send")]
    [InlineData(2, "--score", "send", "--player", "ada", "--scroe", "1")]
    [InlineData(2, "whole number", "send", "--player", "ada", "--board", "b", "--score", "1.5")]
    [InlineData(2, "playerId must be", "send", "--player", "a b", "--amount", "1")]
    [InlineData(2, "no board", "send", "--player", "ada", "--score", "1")]
    [InlineData(2, "--boss does not go with score_submitted", "send", "--player", "ada", "--board", "b", "--boss", "dragon", "--score", "5")]
    [InlineData(2, "--board does not go with boss_killed", "send", "--player", "ada", "--board", "b", "--boss", "dragon")]
    [InlineData(2, "--item does not go with xp_gained", "send", "--player", "ada", "--type", "xp_gained", "--amount", "5", "--item", "sword")]
    [InlineData(2, "'boards'", "policy", "get", "nosuch")]
    [InlineData(2, "cannot be read", "send", "--file", "/nowhere/at/all")]
    [InlineData(2, "--patience", "send", "--player", "ada", "--amount", "1", "--patience", "0")]
    [InlineData(2, "is not one", "send", "--player", "ada", "--amount", "1", "--gateway", "ftp://x")]
    [InlineData(1, "bad-signature", "send", "--player", "ada", "--amount", "1", "--secret-file", "WRONG")]
    [InlineData(1, "unknown-key", "send", "--player", "ada", "--amount", "1", "--key", "nobody")]
    [InlineData(3, "did not take the events", "send", "--player", "ada", "--amount", "1", "--gateway", "AWAY", "--patience", "0.2")]
    public async Task A_fault_has_its_exit_code_and_a_sentence_and_nothing_on_the_output(int code, string says, params string[] args)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("wrong"), "another secret, of 32 bytes or more than that");
        args = [.. args.Select(arg => arg == "WRONG" ? folder.File("wrong") : arg == "AWAY" ? $"http://127.0.0.1:{ServerProgram.FreePort()}" : arg)];

        CliRun run = (await CliWorld.RunAsync(_live, args)).Ends(code);
        CliRun json = (await CliWorld.RunAsync(_live, [.. args, "--json"])).Ends(code);

        Assert.Contains(says, says == "--score" ? run.Error.Replace("--scroe", "--score", StringComparison.Ordinal) : run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.DoesNotContain('\uFFFD', run.Error);
        Assert.Equal(code, JsonElement.Parse(json.Error).GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_secret_is_told_by_nothing_and_one_that_lacks_is_asked_for()
    {
        Dictionary<string, string> settings = CliWorld.Settings(_live);
        settings["LIVEOPS_SECRET"] = "short";
        CliRun run = (await CliWorld.RunAsync(settings, "", "send", "--player", "ada", "--amount", "1")).Ends(2);
        settings.Remove("LIVEOPS_SECRET");
        CliRun none = (await CliWorld.RunAsync(settings, "", "send", "--player", "ada", "--amount", "1")).Ends(2);

        Assert.DoesNotContain("short", run.Error, StringComparison.Ordinal);
        Assert.Contains("LIVEOPS_SECRET", none.Error, StringComparison.Ordinal);
    }
}
