using System.Text.Json;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary><c>liveops policy</c> and <c>liveops export audit</c>.</summary>
[Collection(CliWorld.Alone)]
public sealed class Policies_on_the_command_line(LiveFixture fixture) : IClassFixture<LiveFixture>
{
    private readonly LiveSystem _live = fixture.Live;

    [Fact]
    public async Task A_document_is_read_compared_checked_tried_changed_scheduled_and_taken_back()
    {
        using var folder = new TempFolder();
        string file = folder.File("progression.json"), audit = folder.File("audit.csv");
        (await CliWorld.RunAsync(_live, "policy", "get", "progression", "--out", file)).Ends(0);
        (await CliWorld.RunAsync(_live, "policy", "diff", "progression", file)).Ends(0);
        string former = File.ReadAllText(file);
        File.WriteAllText(file, former.Replace("\"defaultXp\":500", "\"defaultXp\":1000", StringComparison.Ordinal).Replace("\"defaultXp\": 500", "\"defaultXp\": 1000", StringComparison.Ordinal));
        Assert.NotEqual(former, File.ReadAllText(file));

        CliRun diff = (await CliWorld.RunAsync(_live, "policy", "diff", "progression", file)).Ends(1);
        Assert.Contains("- ", diff.Out, StringComparison.Ordinal);
        Assert.Contains("\"defaultXp\": 1000", diff.Out, StringComparison.Ordinal);
        (await CliWorld.RunAsync(_live, "policy", "validate", "progression", file)).Ends(0);
        Assert.Contains("looked at", (await CliWorld.RunAsync(_live, "policy", "dry-run", "progression", file)).Ends(0).Out, StringComparison.Ordinal);
        CliRun made = (await CliWorld.RunAsync(_live, "policy", "put", "progression", file, "--reason", "=double & more", "--as", "ada", "--json")).Ends(0);
        Assert.Equal(1, made.Json.GetProperty("version").GetInt32());
        CliRun stale = (await CliWorld.RunAsync(_live, "policy", "put", "progression", file, "--reason", "again", "--if-match", "0")).Ends(1);
        Assert.Contains("liveops policy diff", stale.Error, StringComparison.Ordinal);
        Assert.Contains("is scheduled for 2090", (await CliWorld.RunAsync(_live, "policy", "schedule", "progression", file, "--at", "2090-01-01T00:00:00Z", "--reason", "later")).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("later", (await CliWorld.RunAsync(_live, "policy", "scheduled", "progression")).Ends(0).Out, StringComparison.Ordinal);
        (await CliWorld.RunAsync(_live, "policy", "call-off", "progression", "2", "--reason", "not this year")).Ends(0);
        (await CliWorld.RunAsync(_live, "policy", "rollback", "progression", "--to", "0", "--reason", "too much")).Ends(0);
        Assert.Contains("=double & more", (await CliWorld.RunAsync(_live, "policy", "versions", "progression")).Ends(0).Out, StringComparison.Ordinal);
        Assert.Equal(6, (await CliWorld.RunAsync(_live, "policy", "list", "--json")).Ends(0).Json.GetProperty("policies").GetArrayLength());

        (await CliWorld.RunAsync(_live, "export", "audit", "--service", "progression", "--kind", "policy", "--out", audit)).Ends(0);
        Assert.Contains(File.ReadAllLines(audit), line => line.StartsWith("progression,", StringComparison.Ordinal) && line.Contains(",ada,", StringComparison.Ordinal) && line.Contains("'=double & more", StringComparison.Ordinal));
        CliRun all = (await CliWorld.RunAsync(_live, "export", "audit", "--json")).Ends(0);
        Assert.All(all.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(JsonElement.Parse(line).TryGetProperty("action", out _)));
    }

    [Fact]
    public async Task A_document_that_is_refused_is_told_with_every_fault_and_changes_nothing()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("bad.json"), "{\n\"maxBoards\": 0, \"nobodyKnows\": 1 }");

        CliRun run = (await CliWorld.RunAsync(_live, "policy", "put", "boards", folder.File("bad.json"), "--reason", "x")).Ends(1);

        Assert.Contains("line 2", run.Error, StringComparison.Ordinal);
        Assert.Contains("/maxBoards", run.Error, StringComparison.Ordinal);
        Assert.Contains("/nobodyKnows", run.Error, StringComparison.Ordinal);
        (await CliWorld.RunAsync(_live, "policy", "put", "boards", folder.File("bad.json"))).Ends(2);
        (await CliWorld.RunAsync(_live, "policy", "get", "no-such-document")).Ends(2);
        (await CliWorld.RunAsync(_live, "policy", "get", "boards", "--version-number", "77")).Ends(1);
    }

    [Fact]
    public async Task An_operators_call_without_a_token_is_refused_with_what_to_do()
    {
        Dictionary<string, string> settings = CliWorld.Settings(_live);
        settings.Remove("LIVEOPS_OPERATOR_TOKEN");

        Assert.Contains("LIVEOPS_OPERATOR_TOKEN", (await CliWorld.RunAsync(settings, "", "policy", "list")).Ends(1).Error, StringComparison.Ordinal);
        Assert.Contains("LIVEOPS_OPERATOR_TOKEN", (await CliWorld.RunAsync(settings, "", "export", "audit")).Ends(1).Error, StringComparison.Ordinal);
        Assert.Contains("LIVEOPS_OPERATOR_TOKEN", (await CliWorld.RunAsync(settings, "", "export", "player", "ada")).Ends(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_player_is_exported_as_the_document_and_as_rows()
    {
        await _live.AcceptAsync(_live.Xp("exp-1", 12));
        await _live.EventuallyAsync("progression", "/v1/players/exp-1", player => player.GetProperty("xp").GetInt64() == 12);

        CliRun document = (await CliWorld.RunAsync(_live, "export", "player", "exp-1", "--json")).Ends(0);
        CliRun rows = (await CliWorld.RunAsync(_live, "export", "player", "exp-1", "--reason", "asked")).Ends(0);

        Assert.Equal(JsonValueKind.Object, document.Json.ValueKind);
        Assert.Contains(rows.Out.Split("\r\n"), line => line.StartsWith("exp-1,/", StringComparison.Ordinal) && line.EndsWith("/xp,12", StringComparison.Ordinal));
    }
}
