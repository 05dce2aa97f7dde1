using System.Text.Json;

namespace LiveOps.Tests.Cli;

/// <content>Files that changed, are damaged, or would be written over.</content>
public sealed partial class Importing_what_others_have
{
    [Fact]
    public async Task An_edit_in_the_middle_of_a_file_makes_it_another()
    {
        string middle = new('x', 200_000), file = Write("edited.ndjson", $"{middle}\n{{\"playerId\":\"imp-5\",\"amount\":1}}\n{middle}\n");
        (await CliWorld.RunAsync(_live, "import", file)).Ends(1);
        Write("edited.ndjson", $"{middle}\n{{\"playerId\":\"imp-5\",\"amount\":2}}\n{middle}\n");
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(2)); // however coarse the disk's clock is

        (await CliWorld.RunAsync(_live, "import", file)).Ends(1);

        await XpAsync("imp-5", 3);
    }

    [Fact]
    public async Task What_is_long_ago_is_gone_on_with_and_warned_of()
    {
        string file = Write("old.csv", "playerId,amount\nimp-6,1\nbad!,1\nimp-6,2\n"), state = file + ".liveops-import";
        (await CliWorld.RunAsync(_live, "import", file, "--max-errors", "0")).Ends(1);
        var kept = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(state))!;
        kept["savedAt"] = "2020-01-01T00:00:00+00:00";
        File.WriteAllText(state, kept.ToJsonString());

        CliRun run = (await CliWorld.RunAsync(_live, "import", file)).Ends(1);

        Assert.Contains("2020-01-01", run.Error, StringComparison.Ordinal);
        await XpAsync("imp-6", 3);
    }

    [Theory]
    [InlineData("--rejects")]
    [InlineData("--state")]
    public async Task What_is_imported_is_not_written_over(string option)
    {
        string file = Write("spared.csv", "playerId,amount\nbad!,1\n");

        CliRun run = (await CliWorld.RunAsync(_live, "import", file, option, Path.Combine(_folder.Path, ".", "spared.csv"))).Ends(2);

        Assert.Contains(option, run.Error, StringComparison.Ordinal);
        Assert.Equal("playerId,amount\nbad!,1\n", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_text_with_a_comment_or_CDATA_in_it_is_one_and_a_mark_before_JSON_is_none_of_it()
    {
        string mapping = Write("parts.json", """{"record":"/s/e","fields":{"playerId":"p","amount":"x"}}""");
        string xml = Write("parts.xml", "<s><e><p>imp<!-- one -->-<![CDATA[7]]></p><p>no<!-- two -->body</p><x>1<!-- three -->2</x></e></s>");
        string json = Write("mark.json", "\uFEFF{\"records\":[{\"leaderboard_id\":\"mark\",\"owner_id\":\"m-1\",\"score\":\"5\"}]}");

        CliRun parts = (await CliWorld.RunAsync(_live, "import", xml, "--mapping", mapping, "--dry-run", "--json")).Ends(0);
        CliRun mark = (await CliWorld.RunAsync(_live, "import", json, "--format", "nakama", "--dry-run", "--json")).Ends(0);

        JsonElement first = Assert.Single(parts.Json.GetProperty("first").EnumerateArray().ToArray());
        Assert.Equal(("imp-7", 12), (first.GetProperty("playerId").GetString(), first.GetProperty("value").GetInt64()));
        Assert.Equal(1, mark.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task A_damaged_archive_is_a_fault_in_a_sentence()
    {
        string file = Write("damaged.csv.gz", "no archive at all");

        CliRun run = await CliWorld.RunAsync(_live, "import", file, "--dry-run", "--json");

        Assert.InRange(run.Code, 1, 2);
        Assert.Equal(run.Code, JsonElement.Parse(run.Error).GetProperty("exitCode").GetInt32());
    }
}
