using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.State;

namespace LiveOps.Tests.Leaderboard.State;

/// <summary>Versions of the boards' document, at the very boundary of periods too.</summary>
public sealed class Boards_of_their_time
{
    private static readonly long Start = UnixTicks.Of(new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void What_comes_late_is_folded_by_the_version_of_its_time()
    {
        LeaderboardState state = StateLines.New();
        Make(state, """{"boards":{"arena":{"operator":"sum","windows":["all"]}}}""", Start);
        Score(state, 1, 10);
        Make(state, """{"boards":{"arena":{"operator":"best","windows":["all"]}}}""", Start + Seconds(10));
        Score(state, 11, 4); // best: nothing changes
        Score(state, 5, 3); // accepted under the sum
        Assert.Equal("open arena All all: 1 ann 13", Assert.Single(StateLines.Of(state), line => line.StartsWith("open", StringComparison.Ordinal))[..28]);
    }

    [Fact]
    public void A_season_is_closed_once_with_every_score_whatever_versions_say_of_its_end_around_it()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            LeaderboardState state = StateLines.New(), replayed = StateLines.New();
            long now = 0, sum = 0, counted = 0, season = 1, opens = 0;
            Both(one => Make(one, Season(1, 0, 50), Start));
            for (int step = 0; step < 80; step++)
            {
                now += random.Next(0, 8);
                long at = Start + Seconds(now);
                bool isScore = false;
                switch (random.Next(8))
                {
                    case 0: // from now on, or later; its end moves to before now, to now, or to after it; or another season follows
                        if (random.Next(3) == 0)
                            (season, opens) = (season + 1, now);
                        long? effective = random.Next(2) == 0 ? at + Seconds(random.Next(1, 15)) : null;
                        // An end at the very instants that closing looks at: now, the end of the grace, and just before and after them.
                        int end = random.Next(4) == 0 ? random.Next(2) * 5 + random.Next(-1, 2) : random.Next(-3, 30);
                        string text = Season(season, opens, Math.Max(opens + 1, now + end), cancelled: random.Next(6) == 0);
                        Both(one => Make(one, text, at, effective));
                        break;
                    case 1:
                        Both(one => one.Execute(Commands.Rollover(at)));
                        break;
                    case 2:
                        state = StateLines.Reload(state);
                        break;
                    case 3: // a clock that jumps ahead over ends and versions, or a command whose clock is behind
                        now += random.Next(2) == 0 ? random.Next(10, 60) : 0;
                        long told = Start + Seconds(now - random.Next(0, 20));
                        Both(one => one.Execute(Commands.Rollover(told)));
                        break;
                    default:
                        long late = Math.Max(0, now - random.Next(0, 3));
                        int id = step;
                        Both(one => Score(one, late, 1, $"{seed}-{id}"));
                        sum++;
                        isScore = true;
                        break;
                }

                // Nothing that counts is lost or counted again, whatever is closed or moved.
                long seasonal = SumOf(state, "open arena Seasonal") + SumOf(state, "closed arena Seasonal");
                Assert.InRange(seasonal, counted, counted + (isScore ? 1 : 0));
                counted = seasonal;
                Assert.Equal(StateLines.Of(replayed), StateLines.Of(state));
            }

            now += 1000;
            Both(one => one.Execute(Commands.Rollover(Start + Seconds(now))));
            Track track = state.Boards[0].Tracks[(int)WindowKind.Seasonal];
            Assert.Empty(track.Open);
            string[] names = [.. track.Closed.Select(archive => archive.Period.Name)];
            Assert.Equal(names.Distinct(), names);
            Assert.Equal(names.Where(name => !track.Cancelled.Contains(name)), state.Boards[0].Hall.Select(champions => champions.Period));
            Assert.Equal(counted, SumOf(state, "closed arena Seasonal"));
            Assert.True(counted > 0);
            // In all, which nothing closes, each counted once.
            Assert.Equal(sum, SumOf(state, "open arena All"));

            void Both(Action<LeaderboardState> act)
            {
                act(state);
                act(replayed);
            }
        }

        static string Season(long number, long opens, long closes, bool cancelled = false) =>
            $$$$"""{"boards":{"arena":{"operator":"sum","windows":["seasonal","all"],"graceSeconds":5,"seasons":[{"id":"s{{{{number}}}}","opensAt":"{{{{Text(opens)}}}}","closesAt":"{{{{Text(closes)}}}}","cancelled":{{{{(cancelled ? "true" : "false")}}}}}]}}}""";

        static string Text(long second) => UnixTicks.ToUtc(Start + Seconds(second)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_snapshot_of_a_former_version_has_its_policy_as_what_holds_without_versions()
    {
        byte[] json = """{"boards":{"arena":{"operator":"sum"}}}"""u8.ToArray();
        LeaderboardState state = StateLines.New();
        state.Execute(Commands.Policy(Start, json));
        Score(state, 1, 10);
        var saved = new MemoryStream();
        state.Save(saved);
        using var document = new MemoryStream();
        using var writer = new BinaryWriter(document);
        state.Document.Save(writer);
        // Before version 5: the JSON in the document's place, and no audit.
        byte[] now = saved.ToArray(), block = [.. BitConverter.GetBytes((int)document.Length), .. document.ToArray()];
        int at = now.AsSpan().IndexOf(block);
        // Before version 7: nothing of what was cancelled.
        byte[] rest = now[(at + block.Length)..^sizeof(int)], audit = [.. BitConverter.GetBytes(12), .. new byte[12]];
        int there = rest.AsSpan().IndexOf(audit);
        // Before version 8: behind the audit no live events.
        using var live = new MemoryStream();
        using var events = new BinaryWriter(live);
        state.LiveEvents.Save(events);
        int lives = sizeof(int) + (int)live.Length + sizeof(int) + state.Multipliers.ToBytes().Length + sizeof(int);
        byte[] former = [4, .. now[1..at], .. BitConverter.GetBytes(json.Length), .. json, .. rest[..there], .. rest[(there + audit.Length + lives)..]];

        LeaderboardState loaded = StateLines.New();
        loaded.Load(new MemoryStream(former));
        Assert.Equal(StateLines.Of(state), StateLines.Of(loaded));
        Score(loaded, 2, 5);
        Assert.Contains(StateLines.Of(loaded), line => line.StartsWith("open arena All all: 1 ann 15", StringComparison.Ordinal));
    }

    private static long Seconds(long count) => count * TimeSpan.TicksPerSecond;

    private static long SumOf(LeaderboardState state, string prefix) => StateLines.Of(state).Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
        .Sum(line => long.Parse(line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture));

    private static void Score(LeaderboardState state, long second, long score, string? id = null)
    {
        var builder = new EventBatchBuilder();
        builder.Append(new GameEvent
        {
            Type = EventType.ScoreSubmitted,
            Id = Encoding.ASCII.GetBytes(id ?? $"e{second}-{score}"),
            PlayerId = "ann"u8,
            Subject = "arena"u8,
            Value = score,
            OccurredAt = (Start + Seconds(second)) / UnixTicks.PerMillisecond,
        });
        state.Apply([new BusMessage(BusMessageKind.Events, builder.Seal(Start + Seconds(second)).Bytes)]);
    }

    private static void Make(LeaderboardState state, string text, long at, long? effectiveAt = null)
    {
        PolicyWrite write = state.Document.Ledger.History.Make(new PolicyDraft("ann", "why", PolicyText.Pack(Encoding.UTF8.GetBytes(text)), effectiveAt), at, 0)!;
        Assert.IsType<PolicyVersion>(state.Execute(Commands.Document(at, PolicyCommand.Write(write))));
    }
}
