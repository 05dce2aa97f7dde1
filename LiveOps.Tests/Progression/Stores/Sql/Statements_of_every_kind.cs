using LiveOps.Progression.Stores.Sql;
using LiveOps.ServiceDefaults.Sql.Migrations;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Sql;

namespace LiveOps.Tests.Progression.Stores.Sql;

/// <summary>The same batches given to each kind of database: what comes back, and what stands there then, must be the same.</summary>
public sealed class Statements_of_every_kind
{
    private const string Ann = """[{"player_id":"ann","player":"0000000000000000000000000000000a"},{"player_id":"ben","player":"0000000000000000000000000000000b"}]""";
    private const string Id1 = "00000000000000000000000000000001", Id2 = "00000000000000000000000000000002", Id3 = "ff000000000000000000000000000003";
    private const string Unit1 = "0000000000000000000000000000aaaa", Unit2 = "0000000000000000000000000000bbbb";

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Ids_are_new_once(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);

        Assert.Equal(["0x" + Id1, "0x" + Id2], await sql.RunAsync("insert_ids", Ids(Unit1, 100, Id1, Id2)));
        Assert.Equal(["0x" + Id3.ToUpperInvariant()], await sql.RunAsync("insert_ids", Ids(Unit2, 101, Id1, Id2, Id3)));
        Assert.Equal(["100\t2", "101\t1"], await sql.RunTextAsync("SELECT applied_hour, COUNT(*) FROM applied_events GROUP BY applied_hour ORDER BY applied_hour"));

        Assert.Equal(2, await sql.ChangeAsync("forget_ids", """{"before":101,"limit":2000}"""));
        Assert.Equal(["101"], await sql.RunTextAsync("SELECT applied_hour FROM applied_events"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task The_last_good_policy_is_one(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        Assert.Empty(await sql.RunAsync("policy_read", """{"id":1}"""));
        await sql.RunAsync("policy_keep", """{"j":"e30="}""");
        await sql.RunAsync("policy_keep", """{"j":"e30K"}""");
        Assert.Equal(["e30K"], await sql.RunAsync("policy_read", """{"id":1}"""));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Players_are_made_locked_written_and_forgotten(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        await sql.RunAsync("touch_players", Ann);
        await sql.RunAsync("touch_players", Ann);
        Assert.Equal(["ann\t0\t1\t0\t0\t0\t{}\t{}\t[]\tNULL\t{}", "ben\t0\t1\t0\t0\t0\t{}\t{}\t[]\tNULL\t{}"], await sql.RunAsync("lock_players", Ann));

        Assert.Equal(["1"], await sql.RunAsync("write_players", """
            [{"player_id":"ann","xp":9007199254740992,"level":3,"kills":2,"updated_at":17000000000000001,"judged_under":-5,"version":7,"known":0,"bosses":"{\"lich\":1,\"a\":9007199254740992}","rewards":"[\"r:1\"]"}]
            """));
        Assert.Equal("""ann	9007199254740992	3	2	17000000000000001	-5	{"lich":1,"a":9007199254740992}	{}	["r:1"]	NULL	{}""", (await sql.RunAsync("lock_players", Ann))[0]);
        await sql.RunAsync("write_players", """[{"player_id":"ann","xp":1,"level":1,"kills":2,"updated_at":2,"judged_under":3,"version":-8,"known":0,"items":"{\"x\":1}","counters":"{\"races\":-7}"}]""");
        await sql.RunAsync("mark_erased", """{"player_id":"ben","player":"0000000000000000000000000000000b","until":20,"at":7}""");
        await sql.RunAsync("mark_erased", """{"player_id":"ben","player":"0000000000000000000000000000000b","until":10,"at":8}""");
        Assert.Equal(
            ["""ann	1	1	2	2	3	{"lich":1,"a":9007199254740992}	{"x":1}	["r:1"]	NULL	{"races":-7}""", "ben\t0\t1\t0\t0\t0\t{}\t{}\t[]\t20\t{}"],
            await sql.RunAsync("lock_players", Ann));
        Assert.Equal(["""ann	1	2	{"lich":1,"a":9007199254740992}	{"x":1}	["r:1"]	{"races":-7}"""], await sql.RunAsync("page_players", """{"after":""}"""));
        Assert.Empty(await sql.RunAsync("page_players", """{"after":"ann"}"""));
        Assert.Equal(["8"], await sql.RunAsync("find_erasure", """{"player":"0000000000000000000000000000000b"}"""));

        await sql.RunAsync("forget_untouched", Ann);
        Assert.Equal(["ann"], await sql.RunTextAsync("SELECT player_id FROM players"));
        await sql.RunAsync("erase_player", """{"player_id":"ann"}""");
        Assert.Equal(["0"], await sql.RunTextAsync("SELECT COUNT(*) FROM players"));
        await sql.RunAsync("forget_erasures", """{"before":9,"limit":5}""");
        Assert.Empty(await sql.RunAsync("find_erasure", """{"player":"0000000000000000000000000000000b"}"""));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_player_is_written_only_as_they_are_known(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        await sql.RunAsync("touch_players", Ann);
        Assert.Equal(["2"], await sql.RunAsync("write_players", $"[{Row("ann", 1, 5, known: 0)},{Row("ben", 1, 5, known: 0)}]"));
        Assert.Equal(["2"], await sql.RunAsync("write_players", $"[{Row("ann", 2, 6, known: 5)},{Row("ben", 1, 6, known: 5)}]")); // also where nothing but the version is other than it was
        Assert.Equal(["1"], await sql.RunAsync("write_players", $"[{Row("ann", 3, 7, known: 5)},{Row("ben", 3, 7, known: 6)}]"));
        Assert.Equal(["0"], await sql.RunAsync("write_players", $"[{Row("ann", 4, -8, known: 6, under: 2)}]"));
        Assert.Equal(["1"], await sql.RunAsync("write_players", $"[{Row("ann", 4, -8, known: 0, under: 2)}]"));
        Assert.Equal(["1"], await sql.RunAsync("write_players", $"[{Row("ann", 5, 9, known: -8, under: 2)}]"));
        Assert.Equal(["ann\t5\t9", "ben\t3\t7"], await sql.RunTextAsync("SELECT player_id, xp, version FROM players ORDER BY player_id"));

        static string Row(string player, long xp, long version, long known, long under = 1) =>
            $$"""{"player_id":"{{player}}","xp":{{xp}},"level":1,"kills":0,"updated_at":2,"judged_under":{{under}},"version":{{version}},"known":{{known}}}""";
    }

    // What MySQL makes of a player who is gone is rolled back, since too few were written.
    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_player_who_is_gone_is_not_among_those_who_were_written(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        await sql.RunAsync("touch_players", Ann);
        foreach (int known in new[] { 0, 5 })
        {
            string gone = $$"""{"player_id":"cem","xp":1,"level":1,"kills":0,"updated_at":2,"judged_under":1,"version":6,"known":{{known}}}""", there = gone.Replace("cem", "ann", StringComparison.Ordinal).Replace("\"known\":5", "\"known\":0", StringComparison.Ordinal);
            Assert.Equal(["1"], await sql.RunAsync("write_players", $"[{there.Replace(":6", $":{known + 10}", StringComparison.Ordinal)},{gone}]"));
            await sql.RunAsync("erase_player", """{"player_id":"cem"}""");
        }
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task A_note_is_kept_once_and_no_more_than_there_may_be(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        const string First = """{"player_id":"ann","note_id":"n1","at":5,"author":"eve","text":"쪽지 <b>","most":2}""";

        Assert.Equal((1, 0), (await sql.ChangeAsync("insert_note", First), await sql.ChangeAsync("insert_note", First)));
        Assert.Equal((1, 0, 1), (await sql.ChangeAsync("insert_note", Note("n2")), await sql.ChangeAsync("insert_note", Note("n3")), await sql.ChangeAsync("insert_note", Note("n1", "Ann"))));
        Assert.Equal(["Ann\tn1\t6\tx", "ann\tn1\t5\t쪽지 <b>", "ann\tn2\t6\tx"], await sql.RunTextAsync("SELECT player_id, note_id, at, text FROM notes ORDER BY player_id, note_id"));
        Assert.Equal(["1"], await sql.RunAsync("find_note", First));
        Assert.Empty(await sql.RunAsync("find_note", Note("n3")));

        Assert.Equal((1, 0), (await sql.ChangeAsync("delete_note", First), await sql.ChangeAsync("delete_note", First)));
        Assert.Equal(1, await sql.ChangeAsync("erase_notes", """{"player_id":"ann"}"""));
        Assert.Equal(["Ann"], await sql.RunTextAsync("SELECT player_id FROM notes"));

        static string Note(string id, string player = "ann") => $$"""{"player_id":"{{player}}","note_id":"{{id}}","at":6,"author":"eve","text":"x","most":2}""";
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Ids_are_the_same_only_byte_by_byte(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        string[] ids = ["ADA", "Ada", "ada", "ada.", "ada_", "adb"];
        string batch = $"[{string.Join(',', ids.Select(id => $$"""{"player_id":"{{id}}","player":"{{0:x32}}","reward":"r","position":0,"granted_at":1}"""))}]";

        await sql.RunAsync("touch_players", batch);
        await sql.RunAsync("grant_rewards", batch);

        Assert.Equal(ids, (await sql.RunAsync("lock_players", batch)).Select(row => row.Split('\t')[0]));
        Assert.Equal(ids, await sql.RunTextAsync("SELECT player_id FROM rewards ORDER BY player_id"));
        await sql.RunAsync("erase_player", """{"player_id":"Ada"}""");
        await sql.RunAsync("erase_rewards", """{"player_id":"ada"}""");
        Assert.Equal(ids.Except(["Ada"]), await sql.RunTextAsync("SELECT player_id FROM players ORDER BY player_id"));
        Assert.Equal(ids.Except(["ada"]), await sql.RunTextAsync("SELECT player_id FROM rewards ORDER BY player_id"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task The_first_claim_stands(SqlKind kind)
    {
        await using SqlBench sql = await CreateAsync(kind);
        await sql.RunAsync("grant_rewards", """[{"player_id":"ann","reward":"first-kill:dragon","position":0,"granted_at":5},{"player_id":"ann","reward":"level:5","position":1,"granted_at":6}]""");
        await sql.RunAsync("grant_rewards", """[{"player_id":"ann","reward":"level:5","position":9,"granted_at":9}]""");

        string first = Claim(request: "1", target: "1", at: 100, claim: "c1"), second = Claim(request: "2", target: "1", at: 200, claim: "c2");
        string signature = "0x" + new string('A', 64);
        foreach (string claim in new[] { first, second, first })
        {
            await sql.RunAsync("bind_request", claim);
            await sql.RunAsync("claim_reward", claim);
            Assert.Equal([$"1\t0x{"C1".PadLeft(32, '0')}\t100\tk1\t{signature}"], await sql.RunAsync("read_claim", claim));
        }

        // A captured request: bound to the first claim it was used for, until it is stale.
        string captured = Claim(request: "1", target: "9", at: 300, claim: "c3", reward: "level:5");
        await sql.RunAsync("bind_request", captured);
        await sql.RunAsync("claim_reward", captured);
        Assert.Equal(["0\tNULL\tNULL\tNULL\tNULL"], await sql.RunAsync("read_claim", captured));
        string stale = Claim(request: "1", target: "9", at: 6_600_000_101, claim: "c4", reward: "level:5");
        await sql.RunAsync("bind_request", stale);
        await sql.RunAsync("claim_reward", stale);
        Assert.Equal([$"1\t0x{"C4".PadLeft(32, '0')}\t6600000101\tk1\t{signature}"], await sql.RunAsync("read_claim", stale));

        await sql.RunAsync("erase_rewards", """{"player_id":"ann"}""");
        Assert.Equal(["1\tNULL\tNULL\tNULL\tNULL"], await sql.RunAsync("read_claim", stale));
        await sql.RunAsync("forget_requests", """{"before":201,"limit":5}""");
        Assert.Equal(["1"], await sql.RunTextAsync("SELECT COUNT(*) FROM claim_requests"));
    }

    [Fact]
    public async Task Scripts_of_MySQL_may_run_again_and_their_record_and_lock_are_SQL_that_it_knows()
    {
        await using SqlBench sql = await CreateAsync(SqlKind.MySql);
        await sql.MigrateAsync();

        Assert.Equal(["1"], await sql.RunTextAsync(SqlDialect.MySql.LockMigrations));
        await sql.RunTextAsync(SqlDialect.MySql.CreateHistory);
        await sql.RunTextAsync(SqlDialect.MySql.CreateHistory);
        await sql.RunTextAsync(SqlDialect.Record(1, "progress"));
        Assert.Equal(["1"], await sql.RunTextAsync(SqlDialect.MySql.ReadHistory));
    }

    [Fact]
    public void Every_kind_has_the_same_scripts_and_statements()
    {
        Assert.Equal(Names("Sql/postgres/"), Names("Sql/mysql/"));
        Assert.Equal(
            SqlScripts.Of(typeof(ProgressContext).Assembly, SqlDialect.Postgres).Select(script => (script.Number, script.Name)),
            SqlScripts.Of(typeof(ProgressContext).Assembly, SqlDialect.MySql).Select(script => (script.Number, script.Name)));

        static IEnumerable<string> Names(string folder) => SqlResources.Under(typeof(ProgressContext).Assembly, folder).Select(resource => resource.Name);
    }

    private static Task<SqlBench> CreateAsync(SqlKind kind) => SqlBench.CreateAsync(kind, typeof(ProgressContext).Assembly);

    private static string Ids(string unit, int hour, params string[] ids) => $$"""{"unit":"{{unit}}","hour":{{hour}},"ids":[{{string.Join(',', ids.Select(id => $"\"{id}\""))}}]}""";

    private static string Claim(string request, string target, long at, string claim, string reward = "first-kill:dragon") => $$"""
        {"request":"{{request.PadLeft(32, '0')}}","target":"{{target.PadLeft(32, '0')}}","at":{{at}},"player_id":"ann","reward":"{{reward}}","claim":"{{claim.PadLeft(32, '0')}}","key":"k1","signature":"{{new string('a', 64)}}"}
        """;
}
