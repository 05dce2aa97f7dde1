using System.Text;
using LiveOps.Core.Audit;

namespace LiveOps.Tests.Core.Audit;

/// <summary>The audit in memory.</summary>
public sealed class The_trail
{
    private static readonly long Day = TimeSpan.TicksPerDay;

    [Fact]
    public void Comes_newest_first_page_by_page_and_as_it_is_asked_for()
    {
        var trail = new AuditTrail();
        for (int n = 0; n < 2_000; n++)
            trail.Add(Entry(n, by: $"op{n % 3}", player: $"p{n % 5}", board: n % 2 == 0 ? "arena" : "") with { Action = n % 7 == 0 ? "hide" : "show" });
        var seen = new List<long>();
        for (string? after = null; ;)
        {
            AuditPage page = trail.Page(new AuditQuery(97) { After = after })!;
            seen.AddRange(page.Entries.Select(found => found.Entry.At));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(Enumerable.Range(0, 2_000).Reverse().Select(n => (long)n), seen);
        Assert.Equal(Wanted(n => n % 3 == 1), Times(trail, new AuditQuery(5_000) { Operator = "op1" }));
        Assert.Equal(Wanted(n => n % 5 == 4 && n % 2 == 0), Times(trail, new AuditQuery(5_000) { Player = "p4", Board = "arena" }));
        Assert.Equal(Wanted(n => n % 7 == 0 && n is >= 100 and < 900), Times(trail, new AuditQuery(5_000) { Kind = "hide", From = 100, To = 900 }));
        Assert.Equal(2_000, trail.Page(new AuditQuery(5_000) { Kind = AuditKinds.Player })!.Entries.Count);
        Assert.Null(trail.Page(new AuditQuery(5) { After = "x" }));

        static IEnumerable<long> Wanted(Func<int, bool> wanted) => Enumerable.Range(0, 2_000).Reverse().Where(wanted).Select(n => (long)n);
    }

    [Fact]
    public void Keeps_the_newest_and_nothing_that_is_too_old()
    {
        var trail = new AuditTrail(1_000, TimeSpan.FromDays(10));
        for (int n = 0; n < 5_000; n++)
            trail.Add(Entry(n));
        Assert.InRange(trail.Page(new AuditQuery(10_000))!.Entries.Count, 1_000, 1_511);
        trail.Add(Entry(11 * Day));
        Assert.Equal([11 * Day], Times(trail, new AuditQuery(10_000)));
    }

    [Fact]
    public void Has_what_is_added_twice_once()
    {
        var trail = new AuditTrail();
        AuditEntry entry = Entry(1);
        trail.Add(entry);
        trail.Add(entry);
        trail.Add(Entry(1) with { Token = 0 });
        trail.Add(Entry(1) with { Token = 0 });
        Assert.Equal(3, trail.Page(new AuditQuery(10))!.Entries.Count);
    }

    [Fact]
    public void Keeps_the_entries_of_an_erased_player_without_the_id()
    {
        var trail = new AuditTrail();
        trail.Add(Entry(1, player: "ada") with { Reason = "ada cheats" });
        trail.Add(Entry(2, player: "ada") with { Reason = "a mistake" });
        trail.Add(Entry(3, player: "bob") with { Reason = "ada said so" });
        trail.Erase("ada");
        Assert.Equal(
            [("bob", "ada said so"), (AuditEntry.Erased, "a mistake"), (AuditEntry.Erased, AuditEntry.Erased)],
            trail.Page(new AuditQuery(10))!.Entries.Select(found => (found.Entry.PlayerId, found.Entry.Reason)));
    }

    [Fact]
    public void Is_loaded_as_it_was_saved_with_its_numbers()
    {
        var trail = new AuditTrail(1_000);
        for (int n = 0; n < 3_000; n++)
            trail.Add(Entry(n, player: "p") with { Before = """{"a":1}""", After = "{}", Patch = "[]", Document = "boards", Version = n, Until = 7, Window = "daily", Via = "token", From = "::1", Reason = "“é😀" });
        var loaded = new AuditTrail(1_000);
        loaded.Load(Reader(writer => trail.Save(writer)));
        AuditPage expected = trail.Page(new AuditQuery(5_000))!, actual = loaded.Page(new AuditQuery(5_000))!;
        Assert.Equal(expected.Entries, actual.Entries);
        loaded.Add(Entry(3_000));
        Assert.Equal((3_000, 3_001L), (loaded.From(2_999).Entries.Count is 2 ? 3_000 : 0, loaded.From(2_999).End));
    }

    [Fact]
    public void Reads_what_Fairness_kept_before()
    {
        var loaded = new AuditTrail();
        loaded.Load(Reader(writer =>
        {
            writer.Write(40L);
            writer.Write(2);
            foreach ((long at, string player, string action, string by, string reason, long until) in new[] { (5L, "ada", "block", "policy", "3 flags", 9L), (5L, "", "lift", "ann", "", 0L) })
            {
                writer.Write(at);
                writer.Write(player);
                writer.Write(action);
                writer.Write(by);
                writer.Write(reason);
                writer.Write(until);
            }
        }));
        AuditPage page = loaded.Page(new AuditQuery(10))!;
        Assert.Equal(
            [("41", "ann", "lift", AuditEntry.Erased, 0L), ("40", AuditEntry.ByPolicy, "block", "ada", 9L)],
            page.Entries.Select(found => (found.Id, found.Entry.By, found.Entry.Action, found.Entry.PlayerId, found.Entry.Until)));
        Assert.All(page.Entries, found => Assert.Equal((5L, AuditKinds.Player, AuditEntry.Done), (found.Entry.At, found.Entry.Kind, found.Entry.Outcome)));
    }

    [Fact]
    public void Refuses_an_entry_of_a_newer_version()
    {
        byte[] bytes = AuditedCommand.Of(Entry(1), [1, 2, 3]);
        Assert.Equal([1, 2, 3], AuditedCommand.Read(bytes, out AuditEntry read).ToArray());
        Assert.Equal(1, read.At);
        bytes[12] = 2;
        Assert.Throws<InvalidDataException>(() => AuditedCommand.Read(bytes, out _));
        Assert.Throws<InvalidDataException>(() => AuditedCommand.Read(bytes.AsSpan(0, 20), out _));
        Assert.Throws<InvalidDataException>(() => AuditedCommand.Read([], out _));
    }

    private static AuditEntry Entry(long at, string by = "ann", string player = "", string board = "") => new(at, by, AuditKinds.Player, "block") { PlayerId = player, Board = board };

    private static IEnumerable<long> Times(AuditTrail trail, AuditQuery query) => trail.Page(query)!.Entries.Select(found => found.Entry.At);

    private static BinaryReader Reader(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            write(writer);
        stream.Position = 0;
        return new BinaryReader(stream, Encoding.UTF8);
    }
}
