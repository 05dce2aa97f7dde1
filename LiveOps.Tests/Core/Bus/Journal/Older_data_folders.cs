using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Harness;
using LiveOps.Tests.House;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>
/// Data folders as former versions wrote them, kept in <c>Formats/</c>, one for each format: today's program comes to the very state that theirs
/// answered with. To keep one of the format at hand, run this with LIVEOPS_KEEP_FORMAT=&lt;number&gt;.
/// </summary>
public sealed class Older_data_folders
{
    private const string Secret = "what signs the receipts of the kept folders";
    private const string FirstRequest = "kept-request";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), End = Begin + TimeSpan.FromDays(1);

    private static readonly (string Service, string Path)[] Questions =
    [
        ("progression", "/v1/players/ada/export"), ("progression", "/v1/players/ada"), ("progression", "/v1/players/ada/rewards"), ("progression", "/v1/players/bob/export"),
        ("progression", "/v1/dead-letters"), ("leaderboard", "/v1/leaderboards"), ("leaderboard", "/v1/leaderboards/arena/daily"), ("leaderboard", "/v1/leaderboards/arena/weekly"),
        ("leaderboard", "/v1/leaderboards/arena/seasonal"), ("leaderboard", "/v1/leaderboards/arena/all"), ("leaderboard", "/v1/leaderboards/arena/daily/history"),
        ("leaderboard", "/v1/leaderboards/arena/daily/history/2026-11-20"), ("leaderboard", "/v1/leaderboards/arena/hall-of-fame"), ("leaderboard", "/v1/players/bob/ranks"),
        ("fairness", "/v1/players/ada/standing"), ("fairness", "/v1/players/cheat/standing"), ("fairness", "/v1/flags"), ("fairness", "/v1/audit"), ("gateway", "/v1/dead-letters"),
    ];

    public static TheoryData<string> Kept => [.. Directory.GetDirectories(Formats).Select(folder => Path.GetFileName(folder))];

    private static string Formats => Path.Combine(Repository.Root, "LiveOps.Tests", "Core", "Bus", "Journal", "Formats");

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task A_kept_folder_is_read_to_the_state_it_was_left_in(string format)
    {
        using var folder = new TempFolder();
        Copy(Path.Combine(Formats, format), folder.File("data"));
        await using LiveSystem live = await StartAsync(folder.File("data"), End);
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(folder.File("data/answers.json"))).RootElement;
        Assert.NotEmpty(expected.EnumerateObject());
        foreach (JsonProperty answer in expected.EnumerateObject())
        {
            string[] question = answer.Name.Split(' ');
            using HttpResponseMessage today = await live.OperateAsync(HttpMethod.Get, question[0], question[1]);
            AssertHolds(answer.Value, await today.JsonAsync(200), answer.Name);
        }

        // What was erased is gone, what was accepted is known, and what was answered is answered again.
        using (HttpResponseMessage erased = await live.GetAsync("progression", "/v1/players/gone"))
            await erased.ProblemAsync(404, "unknown-player");
        using (HttpResponseMessage again = await live.SendAsync(First(live), FirstRequest))
            Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        using (HttpResponseMessage known = await live.SendAsync(First(live), "another-request"))
            Assert.Equal(2, (await known.JsonAsync(202)).GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task A_folder_of_the_format_at_hand_is_kept_when_asked_for()
    {
        string? format = Environment.GetEnvironmentVariable("LIVEOPS_KEEP_FORMAT");
        Assert.SkipWhen(string.IsNullOrEmpty(format), "LIVEOPS_KEEP_FORMAT names no format to keep a folder of");
        using var folder = new TempFolder();
        var answers = new Dictionary<string, JsonElement>();
        await using (LiveSystem live = await StartAsync(folder.File("data"), Begin)) // stopping it writes the snapshots
        {
            using (HttpResponseMessage first = await live.SendAsync(First(live), FirstRequest))
                await first.JsonAsync(202);
            await live.AcceptAsync(live.Boss("ada", "dragon"), live.Item("ada", "sword", 3), live.Score("bob", "arena", 900), live.Score("eve", "arena", 5000), live.Xp("gone", 5));
            await live.AcceptAsync(live.Score("bob", "sprint", 17));
            using (await live.SendAsync(live.Xp("cheat", 100_001)))
            {
            }

            using HttpResponseMessage claim = await live.SignedAsync("progression", "/v1/players/ada/rewards/first-kill:dragon/claim", []);
            await claim.JsonAsync(200);
            await OperateAsync(live, HttpMethod.Put, "fairness", "/v1/players/cheat/block", new { seconds = 604800, reason = "cheats" });
            await OperateAsync(live, HttpMethod.Put, "leaderboard", "/v1/leaderboards/players/eve/hidden");
        }

        using (var small = LiveOps.Core.Bus.Journal.Journal.Open(new JournalOptions { Folder = folder.File("data/journal"), SegmentBytes = 1 }, TimeProvider.System))
            await small.AppendAsync(JournalRecord.CommandHead("nobody"), "begins a second segment"u8);
        new DeadLetterFiles(folder.File("data/dead-letters"), new ManualClock(Begin)).Add(
            "progression", 4711, 2, Progression.TestEvent.Batch(Progression.TestEvent.Xp("bob", 3) with { Id = "set-aside" }), new InvalidOperationException("kept"));
        new DeadLetterFiles(folder.File("data/dead-letters"), new ManualClock(Begin)).Add(
            "gateway", 4712, 2, Progression.TestEvent.Batch(Progression.TestEvent.Xp("bob", 3) with { Id = "set-aside" }), new InvalidOperationException("kept"));
        await using (LiveSystem live = await StartAsync(folder.File("data"), End))
        {
            await live.AcceptAsync(live.Score("ada", "arena", 1000), live.Score("bob", "arena", 950), live.Boss("bob", "lich"), live.Xp("bob", 40_000));
            await OperateAsync(live, HttpMethod.Delete, "progression", "/v1/players/gone");
            await OperateAsync(live, HttpMethod.Post, "progression", $"/v1/dead-letters/{DeadLetterFiles.IdOf(4711)}/replay");
            await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily/history", history => history.GetRawText().Contains("2026-11-20", StringComparison.Ordinal));
            await live.EventuallyAsync("leaderboard", "/v1/leaderboards/arena/daily", board => board.GetProperty("total").GetInt32() == 2);
            foreach ((string service, string path) in Questions)
            {
                using HttpResponseMessage answer = await live.OperateAsync(HttpMethod.Get, service, path);
                answers.Add($"{service} {path}", await answer.JsonAsync(200));
            }

            FolderBackup.Take(folder.File("data"), folder.File("copy")); // so that there is a tail behind the snapshots
        }

        string target = Path.Combine(Formats, format);
        Directory.CreateDirectory(target);
        Directory.Delete(target, recursive: true);
        Copy(folder.File("copy"), target);
        File.WriteAllText(Path.Combine(target, "answers.json"), JsonSerializer.Serialize(answers, Readable) + "\n");
    }

    private static string First(LiveSystem live) => $$"""{"events":[{{live.Xp("ada", 12_000, "kept-1", Begin)}},{{live.Score("ada", "arena", 700, "kept-2", Begin)}}]}""";

    private static Task<LiveSystem> StartAsync(string data, DateTimeOffset now) => LiveSystem.StartAsync(new ManualClock(now), ("LIVEOPS_DATA", data), ("RECEIPT_SECRET", Secret));

    private static async Task OperateAsync(LiveSystem live, HttpMethod method, string service, string path, object? body = null)
    {
        using HttpResponseMessage answer = await live.OperateAsync(method, service, path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    // Everything that was answered then is answered now; an answer may have come to say more since.
    private static void AssertHolds(JsonElement expected, JsonElement actual, string where)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{where}: {actual.GetRawText()} instead of {expected.GetRawText()}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in expected.EnumerateObject())
                {
                    Assert.True(actual.TryGetProperty(property.Name, out JsonElement value), $"{where} has no {property.Name} any more: {actual.GetRawText()}");
                    AssertHolds(property.Value, value, $"{where}, {property.Name}");
                }

                break;
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{where}: {actual.GetRawText()} instead of {expected.GetRawText()}");
                for (int i = 0; i < expected.GetArrayLength(); i++)
                    AssertHolds(expected[i], actual[i], string.Create(CultureInfo.InvariantCulture, $"{where}[{i}]"));
                break;
            default:
                Assert.True(expected.GetRawText() == actual.GetRawText(), $"{where}: {actual.GetRawText()} instead of {expected.GetRawText()}");
                break;
        }
    }
}
