using System.Data.Common;
using System.Reflection;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Harness.Sql;
using LiveOps.Tests.ServiceDefaults.Sql;

namespace LiveOps.Tests.Leaderboard.Stores.Cluster.Sql;

/// <summary>The scripts and every statement of the boards, as they are, on a real database of each kind.</summary>
public sealed class Statements_of_every_kind : IAsyncDisposable
{
    private static readonly Assembly Service = typeof(LeaderboardContext).Assembly;

    private readonly HashSet<string> _run = [];
    private SqlBench _sql = null!;

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Do_the_same(SqlKind kind)
    {
        _sql = await SqlBench.CreateAsync(kind, Service);
        if (kind == SqlKind.MySql)
            await _sql.MigrateAsync(); // again: it may have broken off

        // The gate. What is answered depends on how it is locked.
        Assert.NotNull(await RunAsync("gate_share", """{"gate":1}"""));
        Assert.NotNull(await RunAsync("gate_hold", """{"gate":1}"""));
        Assert.Equal("1", await RunAsync("gate_read", """{"gate":1}"""));
        await RunAsync("gate_move", """{"gate":1,"floor":77}""");
        await RunAsync("gate_move", """{"gate":1,"floor":5}""");
        Assert.Equal("3 77 12", await AskAsync("SELECT version, floor, LENGTH(instance) FROM gate"));

        Assert.Equal("", await RunAsync("move_find", """{"token":9223372036854775806,"hour":7}"""));
        await RunAsync("move_keep", """{"token":9223372036854775806,"hour":7}""");
        Assert.Equal("1", await RunAsync("move_find", """{"token":9223372036854775806,"hour":7}"""));
        await RunAsync("moves_sweep", """{"before":7,"limit":2000}""");
        Assert.Equal("1", await AskAsync("SELECT COUNT(*) FROM moves"));
        await RunAsync("moves_sweep", """{"before":8,"limit":2000}""");
        Assert.Equal("0", await AskAsync("SELECT COUNT(*) FROM moves"));

        // Ids: only those of this attempt are new.
        const string A = "00112233445566778899aabbccddeeff", B = "ff112233445566778899aabbccddee00", C = "ff112233445566778899aabbccddee01";
        Assert.Equal("0x" + B.ToUpperInvariant(), await RunAsync("ids", $$"""{"hour":9,"token":1,"ids":["{{B}}"]}"""));
        Assert.Equal("0x" + A.ToUpperInvariant(), await RunAsync("ids", $$"""{"hour":10,"token":2,"ids":["{{B}}","{{A}}"]}"""));
        Assert.Equal("", await RunAsync("ids", $$"""{"hour":10,"token":3,"ids":["{{A}}","{{B}}"]}"""));
        Assert.Equal("1", await RunAsync("ids_find", $$"""{"id":"{{A}}"}"""));
        Assert.True(SqlErrors.IsDuplicate(await Assert.ThrowsAnyAsync<DbException>(() => CountAsync("ids_new", $$"""{"hour":10,"token":4,"ids":["{{A}}","{{C}}"]}"""))));
        Assert.Equal(1, await CountAsync("ids_new", $$"""{"hour":9,"token":5,"ids":["{{C}}"]}"""));
        await RunAsync("ids_sweep", """{"before":10,"limit":2000}""");
        Assert.Equal("", await RunAsync("ids_find", $$"""{"id":"{{B}}"}"""));
        Assert.Equal(kind == SqlKind.MySql ? "0x" + A.ToUpperInvariant() : Guid.Parse(A).ToString(), await AskAsync("SELECT id FROM applied"));

        // Boards and periods.
        for (int i = 0; i < 2; i++)
        {
            await RunAsync("boards_add", """[{"name":"arena","descending":true},{"name":"Arena","descending":false}]""");
            await RunAsync("periods_open", """[{"board":"arena","win":3,"name":"all","opens":-9223372036854775808,"closes":9223372036854775807},{"board":"arena","win":0,"name":"2026-11-20","opens":1,"closes":2}]""");
        }

        Assert.Equal("arena 1, Arena 0", await AskAsync("SELECT name, descending FROM boards ORDER BY id"));
        await RunAsync("boards_turn", """[{"name":"Arena","descending":true}]""");
        Assert.Equal("arena 1, Arena 1", await AskAsync("SELECT name, descending FROM boards ORDER BY id"));
        Assert.Equal("all -9223372036854775808 9223372036854775807", await AskAsync("SELECT name, opens, closes FROM periods WHERE win = 3"));
        string all = await AskAsync("SELECT id FROM periods WHERE win = 3"), day = await AskAsync("SELECT id FROM periods WHERE win = 0");

        // Entries.
        string rows = $$"""
            [{"p":{{day}},"u":"ann","s":9007199254740992,"a":5,"l":5,"o":0,"v":1},{"p":{{day}},"u":"bob","s":-3,"a":6,"l":6,"o":0,"v":1},
             {"p":{{day}},"u":"Bob","s":-3,"a":4,"l":4,"o":0,"v":1},{"p":{{all}},"u":"ann","s":1,"a":5,"l":5,"o":0,"v":1}]
            """;
        Assert.Equal(4, await CountAsync("scores_insert", rows));
        Assert.True(SqlErrors.IsDuplicate(await Assert.ThrowsAnyAsync<DbException>(() => CountAsync("scores_insert", rows))));
        Assert.Equal(0, await CountAsync("scores_update", $$"""[{"p":{{all}},"u":"ann","s":2,"a":7,"l":8,"o":6,"v":2,"x":0}]"""));
        Assert.Equal(1, await CountAsync("scores_update", $$"""[{"p":{{all}},"u":"ann","s":2,"a":7,"l":8,"o":6,"v":2,"x":1}]"""));
        Assert.Equal($"{all} ann 2 7 8 6 2", await RunAsync("rows_read", $$"""[{"p":{{all}},"u":"nobody"},{"p":{{all}},"u":"ann"}]"""));
        Assert.Equal($"{all} ann 2 7 8 6 2", await RunAsync("rows", $$"""[{"p":{{all}},"u":"nobody"},{"p":{{all}},"u":"ann"}]"""));
        Assert.Equal("1", await RunAsync("scores_any", $$"""{"p":{{all}}}"""));
        await RunAsync("scores_delete", $$"""[{"p":{{all}},"u":"ann"}]""");
        Assert.Equal("", await RunAsync("scores_any", $$"""{"p":{{all}}}"""));
        Assert.Equal("3", await AskAsync("SELECT COUNT(*) FROM scores"));

        // What Redis is owed.
        await RunAsync("owe", """[{"p":1,"u":"Ann","v":5},{"p":1,"u":"ann","v":5},{"p":2,"u":"ann","v":5}]""");
        await RunAsync("owe", """[{"p":1,"u":"ann","v":6}]""");
        await RunAsync("owe", "[]");
        Assert.Equal(2, await CountAsync("owed_given", """[{"p":1,"u":"Ann","v":5},{"p":1,"u":"ann","v":5},{"p":2,"u":"ann","v":5},{"p":2,"u":"bob","v":5}]"""));
        Assert.Equal("1 ann 6", await AskAsync("SELECT * FROM owed"));

        // Closing and archiving.
        Assert.Equal(1, await CountAsync("period_end", $$"""{"p":{{day}},"closes":9}"""));
        Assert.Equal("9", await AskAsync($"SELECT closes FROM periods WHERE id = {day}"));
        await RunAsync("periods_close", $$"""[{"p":{{day}},"no":11}]""");
        Assert.Equal(0, await CountAsync("period_end", $$"""{"p":{{day}},"closes":10}"""));
        for (int through = 9; through > 7; through--)
            await RunAsync("tracks_close", $$"""[{"board":"arena","win":0,"through":{{through}},"last":"2026-11-20"}]""");
        Assert.Equal("arena 0 9 2026-11-20", await AskAsync("SELECT * FROM tracks"));
        Assert.Equal(day, await RunAsync("period_claim", $$"""{"p":{{day}},"state":1}"""));
        Assert.Equal("", await RunAsync("period_claim", $$"""{"p":{{day}},"state":0}"""));
        Assert.Equal(3, await CountAsync("archive", $$"""{"p":{{day}},"sign":-1,"limit":20000}"""));
        Assert.Equal(0, await CountAsync("archive", $$"""{"p":{{day}},"sign":-1,"limit":20000}"""));
        Assert.Equal("0 ann 9007199254740992 5, 1 Bob -3 4, 2 bob -3 6", await AskAsync("SELECT position, player, score, achieved_at FROM archived ORDER BY position"));
        await RunAsync("period_set", $$"""{"p":{{day}},"state":2,"total":3}""");
        await RunAsync("scores_sweep", $$"""{"p":{{day}},"limit":2000}""");
        Assert.Equal("0", await AskAsync("SELECT COUNT(*) FROM scores"));

        // Hiding and erasing.
        await RunAsync("hide", """{"u":"bob"}""");
        await RunAsync("hide", """{"u":"bob"}""");
        await RunAsync("hide", """{"u":"zoe"}""");
        Assert.Equal("2", await RunAsync("archive_ranked", $$"""{"p":{{day}}}"""));
        await RunAsync("erase_gone", """{"u":"bob"}""");
        await RunAsync("erase_gone", """{"u":"ann"}""");
        await RunAsync("erase_archived", """{"u":"bob"}""");
        await RunAsync("hide", """{"u":"Bob"}""");
        await RunAsync("show", """{"u":"bob"}""");
        Assert.Equal("Bob, zoe", await AskAsync("SELECT player FROM hidden ORDER BY player"));
        Assert.Equal($"{day} 2", await AskAsync("SELECT * FROM gone"));
        Assert.Equal("ann, Bob, NULL", await AskAsync("SELECT player FROM archived ORDER BY position"));

        // Letting go.
        await RunAsync("archive_cut", $$"""{"p":{{day}},"from":1,"limit":2000}""");
        await RunAsync("gone_cut", $$"""{"p":{{day}},"from":1}""");
        Assert.Equal("ann", await AskAsync("SELECT player FROM archived"));
        Assert.Equal("0", await AskAsync("SELECT COUNT(*) FROM gone"));
        for (int i = 0; i < 2; i++)
            await RunAsync("cancelled_add", $$"""[{"p":{{day}}},{"p":{{all}}}]""");
        await RunAsync("cancelled_forget", $$"""{"p":{{day}}}""");
        Assert.Equal(all, await AskAsync("SELECT period FROM cancelled"));
        await RunAsync("period_delete", $$"""{"p":{{day}}}""");
        Assert.Equal("all", await AskAsync("SELECT name FROM periods"));

        // The policy.
        Assert.Equal("", await RunAsync("policy_read", """{"id":1}"""));
        await RunAsync("policy_keep", """{"j":"e30="}""");
        await RunAsync("policy_keep", """{"j":"e30K"}""");
        Assert.Equal("e30K", await RunAsync("policy_read", """{"id":1}"""));

        // Blocks.
        for (int i = 0; i < 2; i++)
        {
            await RunAsync("block_forget", """{"u":"zoe"}""");
            await RunAsync("block_keep", """{"u":"zoe","n":9007199254740993,"e":0,"k":5,"o":1}""");
            if (i == 0)
                await RunAsync("block_keep", """{"u":"Zoe","n":1,"e":6,"k":7,"o":0}""");
        }

        Assert.Equal("Zoe 1 6 7 0, zoe 9007199254740993 0 5 1", await AskAsync("SELECT * FROM blocked ORDER BY player"));

        // Dropping a board.
        Assert.Equal(1, await CountAsync("board_drop_periods", """{"b":"arena"}"""));
        Assert.Equal($"# #{all} 6", await AskAsync("SELECT board, name, state FROM periods"));
        Assert.Equal(0, await CountAsync("period_set", $$"""{"p":{{all}},"state":3,"total":3}""")); // forgotten for good
        await RunAsync("board_drop_tracks", """{"b":"arena"}""");
        await RunAsync("board_drop", """{"b":"arena"}""");
        Assert.Equal("Arena", await AskAsync("SELECT name FROM boards"));
        Assert.Equal("0", await AskAsync("SELECT COUNT(*) FROM tracks"));
        for (int i = 0; i < 2; i++)
            await RunAsync("board_dropped", """{"b":"arena"}""");
        Assert.Equal("arena 2", await AskAsync("SELECT * FROM dropped"));

        // Those of live events, rewards and leagues run on each kind in Live_events, Rewards_by_rank, Leagues_match_a_simple_model and Leagues_in_a_cluster_come_right.
        string[] others = ["entrants_", "league_", "live_", "rewards_"];
        Assert.Equal(Names("mysql").Where(name => !others.Any(other => name.StartsWith(other, StringComparison.Ordinal))), _run.Where(name => !others.Any(other => name.StartsWith(other, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
        Assert.Equal(Names("postgres"), Names("mysql"));
    }

    [Theory, ClassData(typeof(SqlKinds))]
    public async Task Remember_twice_as_many_ids_in_twice_the_time(SqlKind kind)
    {
        _sql = await SqlBench.CreateAsync(kind, Service);
        string ids = string.Join(',', Enumerable.Range(0, 20_000).Select(id => $"\"{id:x32}\""));
        Assert.Equal(20_000, (await _sql.RunAsync("ids", $$"""{"hour":1,"token":1,"ids":[{{ids}}]}""")).Length); // four times as long would be minutes
        Assert.Empty(await _sql.RunAsync("ids", $$"""{"hour":1,"token":2,"ids":[{{ids}}]}"""));
    }

    public ValueTask DisposeAsync() => _sql.DisposeAsync();

    private static IEnumerable<string> Names(string kind) =>
        SqlResources.Under(Service, $"Sql/{kind}/").Select(resource => resource.Name[..^4]).Order(StringComparer.Ordinal);

    private async Task<string> RunAsync(string statement, string batch)
    {
        _run.Add(statement);
        return Lines(await _sql.RunAsync(statement, batch));
    }

    // How many rows it changed.
    private Task<int> CountAsync(string statement, string batch)
    {
        _run.Add(statement);
        return _sql.ChangeAsync(statement, batch);
    }

    private async Task<string> AskAsync(string query) => Lines(await _sql.RunTextAsync(query));

    private static string Lines(string[] lines) => string.Join(", ", lines.Select(line => line.Replace('\t', ' ')));
}
