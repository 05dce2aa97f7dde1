using LiveOps.Core.Audit;
using LiveOps.ServiceDefaults.Audit;

namespace LiveOps.Tests.ServiceDefaults.Audit;

/// <summary>What every audit does alike, wherever it is kept. Its tests run on each.</summary>
public abstract class AuditContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Makes an empty one.</summary>
    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>The audit.</summary>
    internal abstract IAudit Audit { get; }

    /// <summary>The clock of whoever keeps it.</summary>
    internal abstract long Now { get; }

    /// <summary>Another replica's, or the same after a start.</summary>
    internal abstract Task<IAudit> AnotherAsync();

    [Fact]
    public async Task What_is_noted_is_read_as_it_was_by_whoever_asks()
    {
        AuditEntry full = Entry(0) with
        {
            By = "ann@example.org",
            Via = "entra",
            From = "2001:db8::1",
            Outcome = AuditEntry.Asked,
            PlayerId = "p.:-_9",
            Board = "arena",
            Window = "daily",
            Document = "boards",
            Version = 7,
            Reason = "because 😀 of “quotes”, \\ and '\"",
            Until = Now + 5,
            Before = """{"a":"\"\\"}""",
            After = """{"b":[1,2]}""",
            Patch = """[{"op":"add","path":"/ä","value":"\n"}]""",
        };
        AuditEntry bare = Entry(1);
        await Audit.NoteAsync(full, None);
        await Audit.NoteAsync(bare, None);
        IAudit another = await AnotherAsync();
        AuditPage page = (await another.PageAsync(new AuditQuery(10), None))!;
        Assert.Null(page.Next);
        Assert.Equal([bare, full], page.Entries.Select(found => found.Entry));
    }

    [Fact]
    public async Task What_is_noted_again_is_there_once()
    {
        AuditEntry entry = Entry(0);
        await Audit.NoteAsync(entry, None);
        await Audit.NoteAsync(entry, None);
        await (await AnotherAsync()).NoteAsync(entry, None);
        Assert.Single((await (await AnotherAsync()).PageAsync(new AuditQuery(10), None))!.Entries);
    }

    [Fact]
    public async Task Pages_come_newest_first_without_a_gap_and_as_they_are_asked_for()
    {
        for (int n = 0; n < 24; n++)
        {
            await Audit.NoteAsync(
                Entry(n) with { By = $"op{n % 3}", PlayerId = n % 2 == 0 ? "ada" : "bob", Board = n % 4 == 0 ? "arena" : "", Kind = n % 6 == 0 ? AuditKinds.Board : AuditKinds.Player, Action = $"act{n % 5}" },
                None);
        }

        var seen = new List<int>();
        for (string? after = null; ;)
        {
            AuditPage page = (await Audit.PageAsync(new AuditQuery(7) { After = after }, None))!;
            seen.AddRange(page.Entries.Select(found => found.Entry.Version));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(Enumerable.Range(0, 24).Reverse(), seen);
        await AssertFindsAsync(new AuditQuery(50) { Operator = "op2" }, n => n % 3 == 2);
        await AssertFindsAsync(new AuditQuery(50) { Player = "ada" }, n => n % 2 == 0);
        await AssertFindsAsync(new AuditQuery(50) { Board = "arena", Player = "ada", Operator = "op1" }, n => n % 4 == 0 && n % 3 == 1);
        await AssertFindsAsync(new AuditQuery(50) { Kind = AuditKinds.Board }, n => n % 6 == 0);
        await AssertFindsAsync(new AuditQuery(50) { Kind = "act3" }, n => n % 5 == 3);
        await AssertFindsAsync(new AuditQuery(50) { From = Entry(5).At, To = Entry(9).At }, n => n is >= 5 and < 9);
        await AssertFindsAsync(new AuditQuery(50) { Player = "nobody" }, _ => false);
        foreach (string none in (string[])["x", "", "-1", "0123456789abcdef0123456789abcdeg"])
            Assert.Null(await Audit.PageAsync(new AuditQuery(5) { After = none }, None));

        async Task AssertFindsAsync(AuditQuery query, Func<int, bool> wanted) =>
            Assert.Equal(Enumerable.Range(0, 24).Reverse().Where(wanted), (await Audit.PageAsync(query, None))!.Entries.Select(found => found.Entry.Version));
    }

    [Fact]
    public async Task What_is_older_than_is_kept_is_not_there()
    {
        await Audit.NoteAsync(Entry(0) with { At = Now - TimeSpan.FromDays(AuditTrail.DefaultDays + 1).Ticks }, None);
        await Audit.NoteAsync(Entry(1), None);
        Assert.Equal(1, Assert.Single((await Audit.PageAsync(new AuditQuery(10), None))!.Entries).Entry.Version);
        await Audit.ForgetAsync(None);
        await Audit.ForgetAsync(None);
        Assert.Equal(1, Assert.Single((await (await AnotherAsync()).PageAsync(new AuditQuery(10), None))!.Entries).Entry.Version);
    }

    private protected AuditEntry Entry(int n) => new(Now - TimeSpan.TicksPerHour + n * TimeSpan.TicksPerSecond, "ann", AuditKinds.Policy, "change") { Version = n };
}
