using System.Text;
using LiveOps.Core.Policies;
using LiveOps.Progression.State;

namespace LiveOps.Tests.Progression.State;

/// <summary>What was accepted is judged by the version that was in force then, whenever it comes.</summary>
public sealed class Rules_of_their_time
{
    private StateUnderTest _state = new();

    [Fact]
    public void What_comes_late_is_judged_by_the_version_of_its_time_also_after_a_snapshot()
    {
        _state.ApplyAt(At(10), TestEvent.Kill("ann", "dragon"));
        Make(7, made: 20);
        Make(9, made: 30, effectiveAt: 100);
        AssertXp(40, 507); // the version in force
        AssertXp(15, 1007); // published late: the built-in one was in force
        Make(11, made: 50);
        AssertXp(60, 1018);
        AssertXp(45, 1025);
        AssertXp(99, 1036);
        AssertXp(100, 1045); // that to come has come by itself
        AssertXp(12, 1545);
        Assert.Contains("\"defaultXp\":9", Encoding.UTF8.GetString(_state.State.RulesJson.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_comes_into_force_by_the_clock_though_nothing_happens_in_the_game()
    {
        Make(7, made: 20, effectiveAt: 100);
        _state.State.Execute([(byte)CommandKind.Document, .. PolicyCommand.Time(At(99))]);
        Assert.Contains("\"defaultXp\":500", Encoding.UTF8.GetString(_state.State.RulesJson.Span), StringComparison.Ordinal);
        _state.State.Execute([(byte)CommandKind.Document, .. PolicyCommand.Time(At(100))]);
        Assert.Contains("\"defaultXp\":7", Encoding.UTF8.GetString(_state.State.RulesJson.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_a_former_version_has_its_policy_as_what_holds_without_versions()
    {
        const string Rules = """{"bosses":{"defaultXp":3}}""";
        _state = new StateUnderTest(Rules);
        _state.ApplyAt(At(1), TestEvent.Kill("ann", "dragon"));
        var saved = new MemoryStream();
        _state.State.Save(saved);
        // Before version 3: the newest time, then the JSON; no time up to which the rules hold, no file, no versions.
        byte[] now = saved.ToArray(), json = Encoding.UTF8.GetBytes(Rules);
        int document = 1 + 8 + 8, end = document + 4 + json.Length + 4 + 8 + 8 + 4;
        // Before version 5 no counters: neither their names, behind those of the one boss and of no item, nor ann's own.
        int names = end + 4 + 1 + "dragon".Length + 4, own = names + 4 + 4 + 4 + 4 + 1 + "ann".Length + 1 + 8 + 1 + 1 + 1 + 3 + 1;
        byte[] former = [2, .. now[1..9], .. BitConverter.GetBytes(json.Length), .. json, .. now[end..names], .. now[(names + 4)..own], .. now[(own + 1)..]];

        _state = new StateUnderTest();
        _state.State.Load(new MemoryStream(former));
        AssertXp(5, 6);
        Make(7, made: 20);
        AssertXp(30, 13);
    }

    private static long At(long second) => TestEvent.Start + second * TimeSpan.TicksPerSecond;

    // A kill that was accepted at a second: how much XP there is after it, before and after a snapshot.
    private void AssertXp(long acceptedAt, long xp)
    {
        _state.ApplyAt(At(acceptedAt), TestEvent.Kill("ann", "dragon"));
        Assert.Equal(xp, _state.Progress("ann").GetProperty("xp").GetInt64());
        _state.SaveAndLoad();
    }

    private void Make(int xp, long made, long? effectiveAt = null)
    {
        byte[] text = Encoding.UTF8.GetBytes("{\"bosses\":{\"defaultXp\":" + xp + "}}");
        PolicyWrite write = _state.State.Document.Ledger.History.Make(new PolicyDraft("ann", "why", PolicyText.Pack(text), effectiveAt is { } at ? At(at) : null), At(made), 0)!;
        Assert.IsType<PolicyVersion>(_state.State.Execute([(byte)CommandKind.Document, .. PolicyCommand.Write(write)]));
    }
}
