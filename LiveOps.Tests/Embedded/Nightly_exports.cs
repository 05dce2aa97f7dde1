using System.Text.Json;
using LiveOps.Tests.Harness;
using Parquet;
using Parquet.Schema;

namespace LiveOps.Tests.Embedded;

/// <summary>The embedded system exports by its own clock.</summary>
public sealed class Nightly_exports
{
    [Fact]
    public async Task At_its_hour_boards_and_progress_are_exported_and_yesterday_s_audit_is_archived()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("EXPORT_TO", folder.File("to")), ("EXPORT_AT", "12:05"), ("EXPORT_FORMAT", "parquet"));
        await ThereAsync(folder.File("to/leaderboard/exports/2026-11-19/manifest.json")); // what was due when it was started
        await live.AcceptAsync(live.Score("ann", "arena", 5), live.Score("bob", "arena", 9), live.Xp("ann", 450), live.Boss("ann", "dragon"), live.Counter("bob", "races", 3));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/all", page => page.GetProperty("total").GetInt32() == 2);
        await live.EventuallyAsync("progression", "/v1/players/bob", player => player.GetProperty("counters").TryGetProperty("races", out _));
        (await live.OperateAsync(HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/cee/hidden?reason=asked")).EnsureSuccessStatusCode();

        clock.Advance(TimeSpan.FromMinutes(6));
        await ThereAsync(folder.File("to/leaderboard/exports/2026-11-20/manifest.json"));
        await ThereAsync(folder.File("to/progression/exports/2026-11-20/manifest.json"));

        object?[][] boards = await RowsAsync(folder.File("to/leaderboard/exports/2026-11-20/boards.parquet"));
        object?[][] progress = await RowsAsync(folder.File("to/progression/exports/2026-11-20/progress.parquet"));
        Assert.Equal(
            [("arena", "all", "open", 1L, "bob", 9L), ("arena", "all", "open", 2L, "ann", 5L)],
            boards.Where(row => row[1] is "all").Select(row => ((string)row[0]!, (string)row[1]!, (string)row[3]!, (long)row[6]!, (string)row[7]!, (long)row[8]!)));
        Assert.Equal(
            [("ann", 950L, "{\"dragon\":1}", "{}"), ("bob", 0L, "{}", "{\"races\":3}")],
            progress.Select(row => ((string)row[0]!, (long)row[2]!, (string)row[4]!, (string)row[6]!)).Order());
        clock.Advance(TimeSpan.FromHours(13));
        await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily/history", history => history.GetProperty("periods").EnumerateArray().Any(period => period.GetProperty("final").GetBoolean())); // the day is settled
        clock.Advance(TimeSpan.FromHours(11));
        string audit = folder.File("to/leaderboard/archive/2026-11-20/audit.parquet");
        await ThereAsync(folder.File("to/leaderboard/archive/2026-11-20/manifest.json"));
        object?[] entry = Assert.Single(await RowsAsync(audit));
        Assert.Equal(("leaderboard", "hide", "cee"), ((string)entry[0]!, (string)entry[7]!, (string)entry[9]!));
        await MetricAsync(live, $"export_last_success_timestamp_seconds {clock.UtcNow.ToUnixTimeSeconds() / 100_000}");
    }

    [Fact]
    public async Task A_failure_is_counted_and_what_is_due_is_made_up_for()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        Directory.CreateDirectory(folder.File("to"));
        await File.WriteAllTextAsync(folder.File("to/leaderboard"), "no folder", TestContext.Current.CancellationToken);
        await using LiveSystem live = await LiveSystem.StartAsync(clock, ("EXPORT_TO", folder.File("to")), ("EXPORT_AT", "12:03"));
        await MetricAsync(live, "export_failures_total 1");

        clock.Advance(TimeSpan.FromMinutes(4)); // it waits a while before it tries again: what stands in its way still would be a second failure
        await ThereAsync(folder.File("to/progression/exports/2026-11-20/manifest.json")); // rounds went by
        await MetricAsync(live, "export_failures_total 1");
        File.Delete(folder.File("to/leaderboard"));
        clock.Advance(TimeSpan.FromMinutes(7));

        await ThereAsync(folder.File("to/leaderboard/exports/2026-11-20/manifest.json"));
        await MetricAsync(live, "export_failures_total 1");
    }

    [Fact]
    public async Task Killed_in_the_middle_it_leaves_nothing_that_looks_whole_and_exports_when_it_is_started_again()
    {
        const int Scores = 6_000;
        using var folder = new TempFolder();
        using (LiveProcess live = LiveProcess.Start(folder.File("data"), ("LOG_LEVEL", "Warning")))
        {
            await live.ReadyAsync();
            string now = $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff}Z";
            foreach (int[] some in Enumerable.Range(0, Scores).Chunk(1000))
            {
                using HttpResponseMessage sent = await live.SendAsync($$"""{"events":[{{string.Join(',', some.Select(number => JsonSerializer.Serialize(
                    new { id = $"e-{number}", playerId = $"p{number}", type = "score_submitted", occurredAt = now, data = new { board = "ladder", score = number } })))}}]}""");
                Assert.Equal(1000, (await sent.JsonAsync(202)).GetProperty("accepted").GetInt32());
            }

            live.Kill();
        }

        (string Name, string Value)[] settings = [("EXPORT_TO", folder.File("to")), ("EXPORT_AT", "00:00"), ("LOG_LEVEL", "Warning")];
        string day = folder.File($"to/leaderboard/exports/{DateTime.UtcNow:yyyy-MM-dd}"), boards = Path.Combine(day, "boards.csv"), manifest = Path.Combine(day, "manifest.json");
        using (LiveProcess live = LiveProcess.Start(folder.File("data"), settings))
        {
            await Eventually.TrueAsync(() => Directory.Exists(day));
            live.Kill();
            await live.ExitAsync();
        }

        // Wherever that was: a file that has its name is whole, and a manifest stands over such ones alone.
        Assert.True(File.Exists(boards) || !File.Exists(manifest));
        if (File.Exists(boards))
            Assert.Equal(Scores, await LadderAsync(boards));
        File.Delete(manifest); // where it was too late
        string rest = boards + ".0123.part";
        await File.WriteAllTextAsync(rest, "the rest of a file that was cut off", TestContext.Current.CancellationToken);
        using LiveProcess again = LiveProcess.Start(folder.File("data"), settings);
        await again.ReadyAsync();
        await ThereAsync(manifest);
        Assert.Equal(Scores, await LadderAsync(boards));
        Assert.False(File.Exists(rest));
    }

    private static async Task<int> LadderAsync(string file) =>
        (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Count(line => line.StartsWith("ladder,all,", StringComparison.Ordinal));

    private static Task ThereAsync(string file) => Eventually.TrueAsync(() => File.Exists(file));

    private static async Task MetricAsync(LiveSystem live, string line)
    {
        string scrape = "";
        for (var patience = new Patience(); !patience.IsOver && !scrape.Contains(line, StringComparison.Ordinal); await Task.Delay(10, TestContext.Current.CancellationToken))
            scrape = await (await live.GetAsync("leaderboard", "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(line, scrape, StringComparison.Ordinal);
    }

    private static async Task<object?[][]> RowsAsync(string file)
    {
        await using FileStream stream = File.OpenRead(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        var rows = new List<object?[]>();
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader one = reader.OpenRowGroupReader(group);
            object?[][] part = [.. Enumerable.Range(0, (int)one.RowCount).Select(_ => new object?[reader.Schema.DataFields.Length])];
            for (int i = 0; i < reader.Schema.DataFields.Length; i++)
            {
                object?[] cells = await CellsAsync(one, reader.Schema.DataFields[i], part.Length);
                for (int row = 0; row < part.Length; row++)
                    part[row][i] = cells[row];
            }

            rows.AddRange(part);
        }

        return [.. rows];
    }

    private static async Task<object?[]> CellsAsync(ParquetRowGroupReader group, DataField field, int rows)
    {
        if (field.ClrType == typeof(long))
        {
            var numbers = new long?[rows];
            await group.ReadAsync<long>(field, numbers.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            return [.. numbers.Cast<object?>()];
        }

        if (field.ClrType == typeof(DateTime))
        {
            var times = new DateTime?[rows];
            await group.ReadAsync<DateTime>(field, times.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            return [.. times.Cast<object?>()];
        }

        string?[] texts = new string?[rows];
        await group.ReadAsync(field, texts.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        return [.. texts];
    }
}
