using System.Text;
using LiveOps.Core.Audit;
using LiveOps.Core.Policies;
using LiveOps.ServiceDefaults.Audit;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>What every store of documents does alike. Its tests run on each.</summary>
public abstract class PolicyStoreContract : IAsyncLifetime
{
    private const string Document = "boards";

    // Later than any clock here.
    private static readonly long Now = new DateTime(2130, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;

    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Makes a store.</summary>
    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>The store.</summary>
    internal abstract IPolicyStore Store { get; }

    /// <summary>The audit of whoever has the store.</summary>
    internal abstract IAudit Audit { get; }

    /// <summary>Another replica's, or the same after a start; that of a process which ended is not used again.</summary>
    internal abstract Task<IPolicyStore> AnotherAsync();

    [Fact]
    public async Task What_is_written_is_read_to_the_byte_by_whoever_asks()
    {
        byte[] text = Encoding.UTF8.GetBytes("{\"maxBoards\": 5, /* ä€😀\\ \" */\r\n\t}// c");
        PolicyVersion first = (await MakeAsync(Store, text, "because 😀 of “quotes”, \\ and '"))!;
        PolicyVersion second = (await MakeAsync(Store, "{}"u8, "x", effectiveAt: Now + TimeSpan.TicksPerDay))!;
        foreach (IPolicyStore store in await StoresAsync())
        {
            PolicyHistory history = await store.ReadAsync(Document, PolicyHistory.Empty, None);
            Assert.Equal([first, second], history.Versions.ToArray());
            Assert.Equal(text, PolicyText.Unpack((await store.TextAsync(Document, 1, None))!));
            Assert.Equal("{}"u8.ToArray(), PolicyText.Unpack((await store.TextAsync(Document, 2, None))!));
            Assert.Null(await store.TextAsync(Document, 3, None));
            Assert.Same(history, await store.ReadAsync(Document, history, None));
        }
    }

    [Fact]
    public async Task What_brings_the_version_built_in_back_says_so_and_what_brings_none_back_does_not()
    {
        foreach (int? restores in new int?[] { null, 0, 1 })
        {
            PolicyHistory history = await Store.ReadAsync(Document, PolicyHistory.Empty, None);
            Assert.NotNull(await Store.TryWriteAsync(Document, history.Make(new PolicyDraft("ann", "x", PolicyText.Pack("{}"u8), Restores: restores), Now, Store.Lead)!, None));
        }

        foreach (IPolicyStore store in await StoresAsync())
            Assert.Equal([null, 0, 1], (await store.ReadAsync(Document, PolicyHistory.Empty, None)).Versions.ToArray().Select(version => version.Restores));
    }

    [Fact]
    public async Task Of_many_who_write_by_one_revision_one_has_written()
    {
        IPolicyStore other = await AnotherAsync(), mine = IsShared ? Store : other;
        for (int round = 1; round <= 5; round++)
        {
            PolicyHistory history = await mine.ReadAsync(Document, PolicyHistory.Empty, None);
            PolicyVersion?[] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(
                () => (n % 2 == 0 ? mine : other).TryWriteAsync(Document, history.Make(new PolicyDraft($"by-{n}", "race", PolicyText.Pack(Encoding.ASCII.GetBytes("{\"maxBoards\":" + (n + 1) + "}"))), Now, mine.Lead)!, None))));
            PolicyVersion winner = Assert.Single(made.OfType<PolicyVersion>());
            PolicyHistory after = await other.ReadAsync(Document, history, None);
            Assert.Equal(round, after.Versions.Length);
            Assert.Equal(winner, after.Versions[^1]);
            Assert.Equal("{\"maxBoards\":" + (winner.Author[3] - '0' + 1) + "}", Encoding.ASCII.GetString(PolicyText.Unpack((await other.TextAsync(Document, round, None))!)));
        }
    }

    [Fact]
    public async Task What_is_called_off_never_comes_and_what_is_forgotten_is_gone()
    {
        for (int n = 0; n < 4; n++)
            await MakeAsync(Store, "{}"u8, "x", effectiveAt: Now + TimeSpan.TicksPerDay);
        PolicyHistory history = await Store.ReadAsync(Document, PolicyHistory.Empty, None);
        PolicyVersion off = (await Store.TryWriteAsync(Document, history.CallOff(3, Now)!, None))!;
        Assert.True(off.IsCalledOff);
        PolicyHistory read = await Store.ReadAsync(Document, history, None);
        Assert.Equal([1, 2, 4], read.Line.ToArray().Select(version => version.Number));

        PolicyWrite write = read.Make(new PolicyDraft("ann", "x", PolicyText.Pack("{}"u8)), Now, Store.Lead)! with { Forgotten = [1, 3] };
        Assert.NotNull(await Store.TryWriteAsync(Document, write, None));
        foreach (IPolicyStore store in await StoresAsync())
        {
            foreach (PolicyHistory known in new[] { PolicyHistory.Empty, history, read })
                Assert.Equal([2, 4, 5], (await store.ReadAsync(Document, known, None)).Versions.ToArray().Select(version => version.Number));
            Assert.Null(await store.TextAsync(Document, 3, None));
        }
    }

    [Fact]
    public async Task What_was_done_to_a_version_to_come_is_taken_back_unless_it_was_changed_since()
    {
        PolicyVersion made = (await MakeAsync(Store, "{}"u8, "x", effectiveAt: Now + TimeSpan.TicksPerDay))!;
        PolicyHistory history = await Store.ReadAsync(Document, PolicyHistory.Empty, None);
        PolicyVersion off = (await Store.TryWriteAsync(Document, history.TakeBack(made, Now)!, None))!;
        PolicyHistory without = await Store.ReadAsync(Document, history, None);
        Assert.True(without.Line.IsEmpty);
        Assert.Null(without.TakeBack(made, Now)); // it is
        PolicyVersion back = (await Store.TryWriteAsync(Document, without.TakeBack(off, Now)!, None))!;
        Assert.Null((await Store.ReadAsync(Document, without, None)).TakeBack(back, back.EffectiveAt)); // too late
        foreach (IPolicyStore store in await StoresAsync())
        {
            foreach (PolicyHistory known in new[] { PolicyHistory.Empty, history, without })
                Assert.Equal(made with { Revision = back.Revision }, Assert.Single((await store.ReadAsync(Document, known, None)).Line.ToArray()));
        }
    }

    [Fact]
    public async Task Of_many_who_write_at_once_only_what_was_written_is_in_the_audit()
    {
        PolicyHistory history = await Store.ReadAsync(Document, PolicyHistory.Empty, None);
        PolicyVersion?[] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => Store.TryWriteAsync(Document, Audited(history, $"by-{n}"), None))));
        PolicyVersion winner = Assert.Single(made.OfType<PolicyVersion>());
        PolicyVersion off = (await MakeAsync(Store, "{}"u8, "later", effectiveAt: Now + TimeSpan.TicksPerDay))!;
        PolicyHistory later = await Store.ReadAsync(Document, PolicyHistory.Empty, None);
        PolicyWrite write = later.CallOff(off.Number, Now)! with { Audit = new AuditEntry(Now, "ann", AuditKinds.Policy, "call-off") { Version = off.Number } };
        Assert.NotNull(await Store.TryWriteAsync(Document, write, None));
        Assert.Null(await Store.TryWriteAsync(Document, write, None));

        IPolicyStore[] stores = await StoresAsync();
        Assert.NotEmpty(stores);
        AuditPage page = (await Audit.PageAsync(new AuditQuery(50), None))!;
        Assert.Equal([("call-off", off.Number, "ann"), ("change", 1, winner.Author)], page.Entries.Select(found => (found.Entry.Action, found.Entry.Version, found.Entry.By)).OrderBy(entry => entry.Action));

        static PolicyWrite Audited(PolicyHistory history, string by) =>
            history.Make(new PolicyDraft(by, "race", PolicyText.Pack("{}"u8)) { Audit = new AuditEntry(Now, by, AuditKinds.Policy, "change") }, Now, PolicyLead.Ticks)!;
    }

    // Both where both may be used; of a journal the one after a start.
    private async Task<IPolicyStore[]> StoresAsync()
    {
        IPolicyStore another = await AnotherAsync();
        return IsShared ? [Store, another] : [another];
    }

    /// <summary>Whether this store and another may be used at the same time.</summary>
    internal virtual bool IsShared => true;


    internal static async Task<PolicyVersion?> MakeAsync(IPolicyStore store, ReadOnlyMemory<byte> text, string reason, long? effectiveAt = null)
    {
        PolicyHistory history = await store.ReadAsync(Document, PolicyHistory.Empty, None);
        return await store.TryWriteAsync(Document, history.Make(new PolicyDraft("ann", reason, PolicyText.Pack(text.Span), effectiveAt), Now, store.Lead)!, None);
    }

    private static Task<PolicyVersion?> MakeAsync(IPolicyStore store, ReadOnlySpan<byte> text, string reason, long? effectiveAt = null) => MakeAsync(store, text.ToArray().AsMemory(), reason, effectiveAt);
}
