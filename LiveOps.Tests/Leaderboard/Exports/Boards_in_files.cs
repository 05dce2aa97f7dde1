using System.Globalization;
using LiveOps.Leaderboard;
using LiveOps.Leaderboard.Exports;
using LiveOps.ServiceDefaults;
using LiveOps.ServiceDefaults.Exports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveOps.Tests.Leaderboard.Exports;

/// <summary>An export has what the boards show: in this process, and on each kind of database.</summary>
public sealed class Boards_in_files
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    [Theory]
    [InlineData(BoardStores.Memory)]
    [InlineData(BoardStores.MySql)]
    [InlineData(BoardStores.Postgres)]
    public async Task Open_and_closed_periods_are_there_with_ranks_and_hidden_players_are_not(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        using var folder = new TempFolder();

        string[] rows = await RowsAsync(host, stores, ExportKind.Export, folder);

        Assert.Equal(
            [
                "arena,all,all,open,1,cee,7", "arena,all,all,open,2,dan,6", "arena,all,all,open,3,ann,5",
                "arena,daily,2026-11-20,closed,1,cee,7", "arena,daily,2026-11-20,closed,2,ann,5",
                "arena,daily,2026-11-20~2,open,1,dan,6",
                "low,all,all,open,1,dan,2", "low,all,all,open,2,ann,3",
            ],
            rows.Where(row => row.Split(',')[1] is "all" or "daily" && !(row.StartsWith("low,daily", StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(BoardStores.Memory)]
    [InlineData(BoardStores.MySql)]
    [InlineData(BoardStores.Postgres)]
    public async Task An_archive_has_the_periods_that_closed_on_its_day_alone(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        host.Clock.Advance(TimeSpan.FromHours(27)); // the next day, at 15:00; what ended at midnight was the end of the day before
        await host.RolledOverAsync();
        using var folder = new TempFolder();

        string[] rows = await RowsAsync(host, stores, ExportKind.Archive, folder);

        Assert.Equal(
            [
                "arena,daily,2026-11-20,closed,1,cee,7", "arena,daily,2026-11-20,closed,2,ann,5",
                "arena,daily,2026-11-20~2,closed,1,dan,6",
                "low,daily,2026-11-20,closed,1,dan,2", "low,daily,2026-11-20,closed,2,ann,3",
            ],
            rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(BoardStores.Memory)]
    [InlineData(BoardStores.MySql)]
    [InlineData(BoardStores.Postgres)]
    public async Task A_day_is_not_archived_while_one_of_its_periods_takes_late_scores(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        using var folder = new TempFolder();
        host.Clock.Advance(TimeSpan.FromHours(13.5)); // 01:30: low's takes them until 02:00
        await host.RolledOverAsync();

        Assert.False(await IsArchivedAsync(host, stores, folder));

        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.RolledOverAsync();
        Assert.True(await IsArchivedAsync(host, stores, folder));
    }

    [Theory]
    [InlineData(BoardStores.MySql)]
    [InlineData(BoardStores.Postgres)]
    public async Task One_part_of_the_nightly_batch_runs_alone_and_a_word_that_is_none_is_told(BoardStores stores)
    {
        await using LeaderboardHost host = await StartAsync(stores);
        using var folder = new TempFolder();

        await NightlyAsync(host, folder, "retain");
        Assert.False(Directory.Exists(folder.File("to/leaderboard")));
        await NightlyAsync(host, folder, "archive");
        Assert.True(File.Exists(folder.File("to/leaderboard/archive/2026-11-19/manifest.json")));
        Assert.False(Directory.Exists(folder.File("to/leaderboard/exports")));
        Assert.Contains("export, archive or retain", (await Assert.ThrowsAsync<LiveOps.ServiceDefaults.Settings.SettingException>(() => NightlyAsync(host, folder, "everything"))).Message, StringComparison.Ordinal);
    }

    // ann, cee and the hidden bob on a day that an operator closes early; dan afterwards. Low ranks the other way around.
    private static async Task<LeaderboardHost> StartAsync(BoardStores stores)
    {
        LeaderboardHost host = await LeaderboardHost.StartAsync(stores, """{"boards":{"arena":{"graceSeconds":0},"low":{"order":"asc","graceSeconds":7200}}}""");
        await host.ScoreAsync("ann", "arena", 5);
        await host.ScoreAsync("bob", "arena", 9);
        await host.ScoreAsync("cee", "arena", 7);
        await host.ScoreAsync("ann", "low", 3);
        await host.OperateAsync(HttpMethod.Put, "/v1/leaderboards/players/bob/hidden");
        await host.RollOverAsync();
        await host.PassAsync(1);
        await host.RolledOverAsync();
        await host.ScoreAsync("dan", "arena", 6);
        await host.ScoreAsync("dan", "low", 2);
        return host;
    }

    private static async Task<string[]> RowsAsync(LeaderboardHost host, BoardStores stores, ExportKind kind, TempFolder folder)
    {
        if (stores == BoardStores.Memory)
        {
            var rows = new List<string>();
            await foreach (object?[] row in new MemoryBoardsTable(host.State, kind, host.Clock).ReadAsync(Day, TestContext.Current.CancellationToken))
                rows.Add(Short([.. row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))]));
            return [.. rows];
        }

        await NightlyAsync(host, folder, part: null);
        string file = folder.File(kind == ExportKind.Export ? $"to/leaderboard/exports/{host.Clock.UtcNow:yyyy-MM-dd}/boards.csv" : "to/leaderboard/archive/2026-11-20/periods.ndjson");
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        return kind == ExportKind.Export ? [.. lines.Skip(1).Select(line => Short(line.Split(',')))] : [.. lines.Select(Short)];
    }

    private static async Task<bool> IsArchivedAsync(LeaderboardHost host, BoardStores stores, TempFolder folder)
    {
        if (stores == BoardStores.Memory)
            return await new MemoryBoardsTable(host.State, ExportKind.Archive, host.Clock).IsSettledAsync(Day, TestContext.Current.CancellationToken);
        await NightlyAsync(host, folder, "archive");
        return File.Exists(folder.File("to/leaderboard/archive/2026-11-20/manifest.json"));
    }

    private static string Short(string?[] cells) => string.Join(',', cells[0], cells[1], cells[2], cells[3], cells[6], cells[7], cells[8]);

    private static string Short(string line)
    {
        System.Text.Json.JsonElement row = System.Text.Json.JsonElement.Parse(line);
        return string.Join(',', new[] { "board", "window", "period", "state", "rank", "playerId", "score" }.Select(name => row.GetProperty(name).ToString()));
    }

    private static async Task NightlyAsync(LeaderboardHost host, TempFolder folder, string? part)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        host.Cluster.Set(builder);
        builder.Configuration["EXPORT_TO"] = folder.File("to");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(host.Clock);
        builder.AddServiceDefaults("leaderboard");
        await builder.RunLeaderboardNightlyAsync(part);
    }
}
