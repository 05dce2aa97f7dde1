using System.Text;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.Tests.Leaderboard.Stores;
using LiveOps.Tests.Leaderboard.Stores.Cluster;
using LiveOps.Tests.Leaderboard.Stores.Memory;

namespace LiveOps.Tests.Leaderboard;

/// <summary>
/// Seasons that are extended, shortened, ended, cancelled and left out, at the very instants that closing looks at too, with clocks that jump and processes that end in between, against
/// <see cref="SeasonModel"/>: each is closed once, with every score that counted.
/// </summary>
public sealed class Seasons_that_policies_change(ITestOutputHelper output)
{
    private const int Grace = 60, Checks = 6;

    private static readonly long Start = UnixTicks.Of(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public Task In_memory_they_agree_with_the_simplest_model(int? seed) => AgreeAsync(seed, 1500, () => Task.FromResult<IHistoryUnderTest>(new MemoryHistory()));

    [Theory]
    [InlineData(SqlKind.MySql, 1)]
    [InlineData(SqlKind.MySql, null)]
    [InlineData(SqlKind.Postgres, 1)]
    [InlineData(SqlKind.Postgres, null)]
    public Task In_a_cluster_they_agree_with_the_simplest_model(SqlKind kind, int? seed) => AgreeAsync(seed, 90, async () => await ClusterHistory.StartAsync(kind, Policy([])));

    private async Task AgreeAsync(int? fixedSeed, int steps, Func<Task<IHistoryUnderTest>> start)
    {
        int seed = fixedSeed ?? Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using IHistoryUnderTest history = await start();
        try
        {
            await RunAsync(new Random(seed), steps, history);
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}: {e.Message}", e);
        }
    }

    private static async Task RunAsync(Random random, int steps, IHistoryUnderTest history)
    {
        var model = new SeasonModel(Grace * TimeSpan.TicksPerSecond);
        var batch = new EventBatchBuilder();
        long now = Start;
        int seasons = 0;
        await history.RuleAsync(now, Policy([]));
        for (int step = 1; step <= steps; step++)
        {
            now = Later(random, model, now);
            switch (random.Next(10))
            {
                case < 2:
                    model.CloseDue(now);
                    List<SeasonModel.InDocument> document = Change(random, model, now, ref seasons);
                    await history.RuleAsync(now, Policy(document));
                    model.Rule(document, now);
                    break;
                case 2:
                    await history.RollOverAsync(now);
                    model.CloseDue(now);
                    break;
                case 3:
                    await history.RestartAsync();
                    break;
                default:
                    string player = $"p{random.Next(5)}";
                    long score = random.Next(100), occurred = (now - (random.Next(3) == 0 ? Seconds(random.Next(2 * Grace)) : 0)) / UnixTicks.PerMillisecond * UnixTicks.PerMillisecond;
                    batch.Append(new GameEvent
                    {
                        Type = EventType.ScoreSubmitted,
                        Id = Encoding.ASCII.GetBytes($"e{step}"),
                        PlayerId = Encoding.ASCII.GetBytes(player),
                        Subject = "b"u8,
                        Value = score,
                        OccurredAt = occurred / UnixTicks.PerMillisecond,
                    });
                    await history.ApplyAsync(now, batch.Seal(now));
                    batch.Clear();
                    model.Score(player, score, occurred, now);
                    break;
            }

            if (step % (steps / Checks) == 0)
            {
                await history.RollOverAsync(now);
                model.CloseDue(now);
                Assert.Equal(model.Lines().Order(StringComparer.Ordinal), (await history.LinesAsync()).Order(StringComparer.Ordinal));
            }
        }
    }

    // Mostly seconds; to the end of a season, to that of its grace, or just before or behind it; or over all of it.
    private static long Later(Random random, SeasonModel model, long now)
    {
        long[] instants = [.. model.Open.SelectMany(season => new[] { season.Closes, season.Closes + Seconds(Grace) }).Select(at => at + random.Next(-1, 2)).Where(at => at > now)];
        return random.Next(10) switch
        {
            < 3 when instants.Length > 0 => instants[random.Next(instants.Length)],
            3 => now + Seconds(random.Next(2000)),
            _ => now + random.NextInt64(1, Seconds(30)),
        };
    }

    // The newest season gets another end, is cancelled, or left out; or another follows. What is closed stays as the document had it, as far as it is over.
    private static List<SeasonModel.InDocument> Change(Random random, SeasonModel model, long now, ref int seasons)
    {
        List<SeasonModel.InDocument> document = [.. model.Document.Where(season => !model.IsClosed(season.Id) || season.Closes <= now || season.Cancelled)];
        SeasonModel.InDocument? last = document.FindLast(season => !season.Cancelled);
        long end = now / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond + Seconds(random.Next(-Grace - 5, 600));
        if (last is null || model.IsClosed(last.Id) || random.Next(4) == 0)
        {
            long free = model.Open.Select(season => season.Closes).Append(last?.Closes ?? 0).Max();
            long opens = Math.Max((free + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, now / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond - Seconds(random.Next(30)));
            document.Add(new SeasonModel.InDocument($"s{++seasons}", opens, Math.Max(opens + Seconds(1), end), false));
            return document;
        }

        document.Remove(last);
        if (random.Next(6) > 0)
            document.Add(last with { Closes = Math.Max(last.Opens + Seconds(1), end), Cancelled = random.Next(5) == 0 });
        return document;
    }

    private static byte[] Policy(IEnumerable<SeasonModel.InDocument> seasons)
    {
        string all = string.Join(',', seasons.Select(season => $$"""{"id":"{{season.Id}}","opensAt":"{{Time(season.Opens)}}","closesAt":"{{Time(season.Closes)}}","cancelled":{{(season.Cancelled ? "true" : "false")}} }"""));
        return Encoding.UTF8.GetBytes("{\"boards\":{\"b\":{\"windows\":[\"seasonal\"],\"keep\":{\"seasonal\":10000},\"graceSeconds\":" + Grace.ToString(System.Globalization.CultureInfo.InvariantCulture) + ",\"seasons\":[" + all + "]}}}");
    }

    private static string Time(long instant) => UnixTicks.ToUtc(instant).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static long Seconds(long count) => count * TimeSpan.TicksPerSecond;
}
