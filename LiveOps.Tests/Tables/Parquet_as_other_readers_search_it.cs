using System.Text;
using System.Text.Json.Nodes;
using LiveOps.Tables;
using LiveOps.Tests.Contract;
using LiveOps.Tests.House;
using Parquet;
using Statistics = Parquet.Meta.Statistics;

namespace LiveOps.Tests.Tables;

/// <summary>
/// Readers look at a column's least and greatest value before they look at its rows, and pass over a group that cannot have what is asked for. A file is read here by hyparquet (npm), which does so.
/// </summary>
public sealed class Parquet_as_other_readers_search_it : IDisposable
{
    private const string Fullwidth = "\uFF21nn", Emoji = "\U0001F600", Hangul = "\uD55C\uAE00", Plain = "zoe";

    private static readonly DateTimeOffset First = new(2026, 11, 30, 1, 2, 3, TimeSpan.Zero), Last = new(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(9));

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Times_are_found_and_keep_their_microseconds()
    {
        DateTimeOffset precise = First.AddTicks(1_234_567);
        await WriteAsync("at", ColumnKind.Time, [First, null, precise, Last]);

        Assert.Equal(
            ["2026-11-30T01:02:03.000Z|2026-11-30T01:02:03.123Z|2026-12-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z", "2026-11-30T01:02:03.000Z", ""],
            await FindAsync("at", """{"$gte":{"time":"2026-01-01"}}""", """{"$eq":{"time":"2026-12-01"}}""", """{"$lt":{"time":"2026-11-30T01:02:03.1Z"}}""", """{"$gt":{"time":"2026-12-02"}}"""));
        await using ParquetReader reader = await ReaderAsync();
        Statistics statistics = StatisticsOf(reader);
        Assert.Equal((Microseconds(First), Microseconds(Last), 1), (BitConverter.ToInt64(statistics.MinValue), BitConverter.ToInt64(statistics.MaxValue), statistics.NullCount));
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        var cells = new DateTime?[4];
        await group.ReadAsync<DateTime>(reader.Schema.DataFields[0], cells.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([First.UtcDateTime, null, First.UtcDateTime.AddTicks(1_234_560), Last.UtcDateTime], cells);
    }

    [Theory]
    [InlineData(ColumnKind.Text)]
    [InlineData(ColumnKind.Id)]
    public async Task Texts_are_found_whatever_they_are_made_of(ColumnKind kind)
    {
        await WriteAsync("text", kind, [Fullwidth, Emoji, null, Hangul, "", Plain]);

        string[] texts = [Fullwidth, Emoji, Hangul, "", Plain];
        Assert.Equal(texts, await FindAsync("text", [.. texts.Select(text => new JsonObject { ["$eq"] = text }.ToJsonString())]));
    }

    [Fact]
    public async Task Groups_of_texts_that_both_order_alike_say_their_least_and_greatest()
    {
        await WriteAsync("text", ColumnKind.Text, [Plain, Hangul, null, "ann"]);

        await using ParquetReader reader = await ReaderAsync();
        Statistics statistics = StatisticsOf(reader);
        Assert.Equal(("ann", Hangul, 1), (Encoding.UTF8.GetString(statistics.MinValue!), Encoding.UTF8.GetString(statistics.MaxValue!), statistics.NullCount));
        Assert.Equal([Hangul, ""], await FindAsync("text", new JsonObject { ["$eq"] = Hangul }.ToJsonString(), """{"$eq":"aaa"}"""));
    }

    [Fact]
    public async Task A_file_may_have_groups_of_both_kinds()
    {
        // A group ends with 50,000 rows.
        await WriteAsync("text", ColumnKind.Text, [.. Enumerable.Range(0, 50_000).Select(i => $"{i:D5}"), Emoji, Fullwidth]);

        Assert.Equal(["00007", Fullwidth, Emoji], await FindAsync("text", """{"$eq":"00007"}""", new JsonObject { ["$eq"] = Fullwidth }.ToJsonString(), new JsonObject { ["$eq"] = Emoji }.ToJsonString()));
    }

    public void Dispose() => _folder.Dispose();

    private static Statistics StatisticsOf(ParquetReader reader) => reader.Metadata!.RowGroups[0].Columns[0].MetaData!.Statistics!;

    private static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private Task<ParquetReader> ReaderAsync() => ParquetReader.CreateAsync(new MemoryStream(File.ReadAllBytes(_folder.File("table.parquet"))), cancellationToken: TestContext.Current.CancellationToken);

    private async Task WriteAsync(string column, ColumnKind kind, object?[] cells)
    {
        await using FileStream file = File.Create(_folder.File("table.parquet"));
        await using ITableWriter table = await TableFile.CreateAsync(file, TableFormat.Parquet, [new Column(column, kind)], TestContext.Current.CancellationToken);
        foreach (object? cell in cells)
            await table.AddAsync([cell], TestContext.Current.CancellationToken);
        await table.EndAsync(TestContext.Current.CancellationToken);
    }

    // Of each condition the cells that were found, with | between them.
    private async Task<string[]> FindAsync(string column, params string[] conditions)
    {
        string tools = Path.Combine(Repository.Root, "LiveOps.Tests", "Tables", "tools");
        (int exitCode, string said) = await NodeProgram.RunAsync(tools, Path.Combine(tools, "find.js"), [], [_folder.File("table.parquet"), column, .. conditions]);
        Assert.True(exitCode == 0, said);
        return [.. said.Trim().Split('\n').Select(line => string.Join('|', JsonNode.Parse(line)!.AsArray().Select(cell => cell!.GetValue<string>())))];
    }
}
