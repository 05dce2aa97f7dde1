using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiveOps.Cli.Mappings;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Cli;

/// <summary><c>liveops import</c>: files of other systems, against the real one.</summary>
[Collection(CliWorld.Alone)]
public sealed partial class Importing_what_others_have(LiveFixture fixture) : IClassFixture<LiveFixture>, IDisposable
{
    private readonly LiveSystem _live = fixture.Live;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_is_sent_twice_counts_once_and_rows_that_say_the_same_each_count()
    {
        string file = Write("xp.csv", "user;points\nimp-1;10\nimp-1;10\nimp-2;5\n\nimp-1;10\n");

        string[] line = ["import", file, "--column", "playerId=user", "--column", "amount=points", "--json"];
        foreach (string[] args in new string[][] { line, [.. line, "--again"] })
        {
            CliRun run = (await CliWorld.RunAsync(_live, args)).Ends(0);
            Assert.Equal((4, 4, 0), (run.Json.GetProperty("rows").GetInt32(), run.Json.GetProperty("counted").GetInt32(), run.Json.GetProperty("resumedAt").GetInt32()));
        }

        await XpAsync("imp-1", 30);
        await XpAsync("imp-2", 5);
        CliRun refused = (await CliWorld.RunAsync(_live, line)).Ends(2);
        Assert.Contains("--again", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_told_by_their_line_and_cost_the_others_nothing()
    {
        string file = Write("bad.csv", "playerId,amount\nimp-3,10\nimp 3,10\n\"imp-3\",\"2\n0\"\nimp-3\nimp-3,100001\nimp-3,7\n"), rejects = _folder.File("rejects.ndjson");

        CliRun run = (await CliWorld.RunAsync(_live, "import", file, "--rejects", rejects, "--json")).Ends(1);

        Assert.Equal((6, 2), (run.Json.GetProperty("rows").GetInt32(), run.Json.GetProperty("counted").GetInt32()));
        Assert.Equal(3, run.Json.GetProperty("problems").GetProperty("bad-row").GetInt32());
        Assert.Equal(1, run.Json.GetProperty("problems").GetProperty("implausible-event").GetInt32());
        JsonElement[] told = [.. File.ReadLines(rejects).Select(line => JsonElement.Parse(line))];
        Assert.Equal([3, 4, 6, 7], told.Select(row => row.GetProperty("line").GetInt32()));
        Assert.Contains("line 3: bad-row: playerId must be", run.Error, StringComparison.Ordinal);
        await XpAsync("imp-3", 17);
    }

    [Fact]
    public async Task Too_many_bad_rows_stop_it_and_it_goes_on_behind_them_when_more_are_allowed()
    {
        string file = Write("many.csv", "playerId,amount\nimp-4,1\nbad!,1\nbad!,2\nimp-4,1\n"), rejects = _folder.File("r.ndjson");

        CliRun stopped = (await CliWorld.RunAsync(_live, "import", file, "--max-errors", "1", "--rejects", rejects)).Ends(1);
        CliRun ended = (await CliWorld.RunAsync(_live, "import", file, "--max-errors", "2", "--rejects", rejects, "--json")).Ends(1);

        Assert.Contains("--max-errors 1", stopped.Error, StringComparison.Ordinal);
        Assert.Equal((4, 2), (ended.Json.GetProperty("rows").GetInt32(), ended.Json.GetProperty("counted").GetInt32()));
        Assert.Equal(2, File.ReadLines(rejects).Count());
        await XpAsync("imp-4", 2);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_sent_needs_no_secret_and_sends_nothing()
    {
        string file = Write("dry.ndjson", """
            {"playerId":"imp-dry","board":"dry","score":"4200","at":"2026-11-20T09:30:00+09:00"}
            {"playerId":"imp-dry","board":"dry","score":4300.5}
            """);
        Dictionary<string, string> settings = CliWorld.Settings(_live);
        settings.Remove("LIVEOPS_SECRET");

        CliRun run = (await CliWorld.RunAsync(settings, "", "import", file, "--dry-run", "--json")).Ends(1);

        JsonElement first = Assert.Single(run.Json.GetProperty("first").EnumerateArray().ToArray());
        Assert.Equal(("imp-dry", "dry", 4200, "2026-11-20T00:30:00Z"), (first.GetProperty("playerId").GetString(), first.GetProperty("subject").GetString(), first.GetProperty("value").GetInt64(), first.GetProperty("occurredAt").GetString()));
        using HttpResponseMessage player = await _live.GetAsync("progression", "/v1/players/imp-dry");
        Assert.Equal(404, (int)player.StatusCode);
    }

    [Fact]
    public async Task Records_of_Nakama_come_as_they_were_listed_also_pages_in_one_file()
    {
        string file = Write("nakama.json", """
            {"records":[{"leaderboard_id":"nak","owner_id":"4c2ae592-b2a7-445e-98ec-697694478b1c","username":"ann","score":"120","subscore":"3","num_score":2,"metadata":"{\"records\":[{\"x\":1}]}","update_time":"2026-11-20T09:30:00Z","rank":"1"}],"next_cursor":"abc"}
            {"records":[{"leaderboard_id":"nak","owner_id":"n-2","num_score":1,"update_time":"2026-11-20T09:31:00.123456Z","rank":"2"}],"owner_records":[{"leaderboard_id":"nak","owner_id":"n-9","score":"1"}]}
            """);

        CliRun run = (await CliWorld.RunAsync(_live, "import", file, "--format", "nakama", "--json")).Ends(0);

        Assert.Equal(2, run.Json.GetProperty("counted").GetInt32());
        Assert.Equal(["4c2ae592-b2a7-445e-98ec-697694478b1c 120", "n-2 0"], await BoardAsync("nak", 2));
    }

    [Fact]
    public async Task Leaderboards_of_PlayFab_come_in_both_forms()
    {
        string first = Write("old.json", """{"code":200,"status":"OK","data":{"Leaderboard":[{"PlayFabId":"A1","DisplayName":"x","StatValue":70,"Position":0,"Profile":{"Leaderboard":[{"PlayFabId":"no","StatValue":1}]}}],"Version":3}}""");
        string second = Write("new.json", """{"data":{"Rankings":[{"Entity":{"Id":"B2","Type":"title_player_account"},"Rank":1,"Scores":["90","1"],"LastUpdated":"2026-11-20T09:30:00Z"}],"Columns":[{"Name":"s"}],"EntryCount":1}}""");

        (await CliWorld.RunAsync(_live, "import", first, "--format", "playfab", "--set", "board=pf")).Ends(0);
        (await CliWorld.RunAsync(_live, "import", second, "--format", "playfab", "--set", "board=pf")).Ends(0);
        CliRun none = (await CliWorld.RunAsync(_live, "import", first, "--format", "playfab")).Ends(1);

        Assert.Equal(["B2 90", "A1 70"], await BoardAsync("pf", 2));
        Assert.Contains("it has no board", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XML_of_a_legacy_system_comes_by_a_mapping()
    {
        string file = _folder.File("legacy.xml.gz");
        using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes("""
                <?xml version="1.0" encoding="utf-8"?>
                <game xmlns="urn:legacy"><meta><score>no row</score></meta>
                  <scores>
                    <score id="1"><player name="Ada L&amp;ve"/><points>12.5</points><when>2019-03-01 10:00:00</when></score>
                    <score id="2"><player name="bob"><note>x</note></player><points><![CDATA[9]]></points><when>2019-03-01 10:00:01</when></score>
                    <score id="3"><player/><points>1</points></score>
                  </scores>
                </game>
                """));
        }

        string mapping = Write("mapping.json", """
            {
              // what the old system called things
              "record": "/game/scores/score", "playerIds": "encode",
              "fields": {
                "playerId": "player/@name", "id": { "from": ["@uid", "@id"] }, "board": { "value": "legacy" }, "score": { "from": "points", "times": 10 },
                "occurredAt": { "from": "when", "format": "yyyy-MM-dd HH:mm:ss" },
              },
            }
            """);

        CliRun run = (await CliWorld.RunAsync(_live, "import", file, "--mapping", mapping, "--json")).Ends(1);

        Assert.Equal((3, 2), (run.Json.GetProperty("rows").GetInt32(), run.Json.GetProperty("counted").GetInt32()));
        Assert.Contains("line 6: bad-row: it has no playerId", run.Error, StringComparison.Ordinal);
        Assert.Equal(["Ada:20L:26ve 125", "bob 90"], await BoardAsync("legacy", 2));
        Assert.True(Json.Schema.JsonSchema.FromText(MappingFile.Schema()).Evaluate(System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(mapping), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })).IsValid);
    }

    [Theory]
    [InlineData("""<!DOCTYPE s [<!ENTITY a "aaaa">]><s><e><p>&a;</p><x>1</x></e></s>""", "DTD")]
    [InlineData("""<!DOCTYPE s SYSTEM "file:///etc/passwd"><s><e><p>a</p></e></s>""", "DTD")]
    [InlineData("""<s><e><p>&unknown;</p></e></s>""", "line 1")]
    [InlineData("""<s><e><p>a</p>""", "line 1")]
    [InlineData("DEEP", "deep")]
    [InlineData("LONG", "longer than 1 MiB")]
    [InlineData("ATTRIBUTE", "longer than 1 MiB")]
    public async Task Hostile_XML_is_refused_and_nothing_of_it_is_fetched_or_held(string text, string says)
    {
        text = text switch
        {
            "DEEP" => "<s><e>" + string.Concat(Enumerable.Repeat("<d>", 100_000)),
            "LONG" => "<s><e><p>" + new string('a', 5 << 20) + "</p></e></s>",
            "ATTRIBUTE" => "<s><e p=\"" + new string('a', 5 << 20) + "\"/></s>",
            _ => text,
        };
        string mapping = Write("hostile.json", """{"record":"/s/e","fields":{"playerId":"p","amount":"x"}}""");

        CliRun run = (await CliWorld.RunAsync(_live, "import", Write("hostile.xml", text), "--mapping", mapping)).Ends(1);

        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", "playerId,amount\n\"never ends", "longer than 1 MiB")]
    [InlineData("a.json", "{\"records\":[{\"owner_id\":\"", "longer than 1 MiB")]
    [InlineData("a.json", "{\"records\":[{]}", "not JSON")]
    [InlineData("a.json", "[[[[[[[[[[", "not JSON")]
    public async Task A_row_without_an_end_is_a_fault_and_no_memory(string name, string text, string says)
    {
        string file = Write(name, says.StartsWith("longer", StringComparison.Ordinal) ? text + new string('a', 5 << 20) : text);

        CliRun run = (await CliWorld.RunAsync(_live, name.EndsWith("csv", StringComparison.Ordinal) ? ["import", file] : ["import", file, "--format", "nakama"])).Ends(1);

        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fields":{"playerId":"p","amont":"x"}}""", "amont")]
    [InlineData("""{"fields":{"playerId":{"form":"p"}}}""", "form")]
    [InlineData("""{"fields":{"playerId":{"from":"p","value":"x"}}}""", "either from or value")]
    [InlineData("""{"playerIds":"any","fields":{"playerId":"p"}}""", "strict or encode")]
    [InlineData("""{"fields":{"playerId":"p"}}""", "record")]
    [InlineData("""not json""", "cannot be used")]
    public async Task A_mapping_that_says_what_cannot_be_is_refused_by_name(string mapping, string says)
    {
        CliRun run = (await CliWorld.RunAsync(_live, "import", Write("a.xml", "<s/>"), "--mapping", Write("m.json", mapping))).Ends(2);

        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = _folder.File(name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<JsonElement> XpAsync(string player, long xp) => _live.EventuallyAsync("progression", "/v1/players/" + player, one => one.GetProperty("xp").GetInt64() == xp);

    private async Task<string[]> BoardAsync(string board, int total)
    {
        JsonElement page = await _live.EventuallyAsync("leaderboard", $"/v1/leaderboards/{board}/all", one => one.GetProperty("total").GetInt32() == total);
        return [.. page.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("playerId")} {entry.GetProperty("score")}")];
    }
}
