using System.Text;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Notes;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;

namespace LiveOps.Tests.Progression.State;

public sealed class Snapshots_restore_everything
{
    private const string Rules = """
        {
          "bosses": { "maxNames": 6 },
          "rewards": [{ "reward": "first:{bossId}", "when": [{ "firstKill": "*" }] }, { "reward": "lord", "when": [{ "kills": 3, "boss": "lich" }] }]
        }
        """;

    [Fact]
    public void What_is_loaded_answers_as_what_was_saved_and_goes_on_the_same()
    {
        StateUnderTest original = Lived(), loaded = Lived();
        loaded.SaveAndLoad();
        AssertSame(original, loaded);

        foreach (StateUnderTest state in new[] { original, loaded })
        {
            state.ApplyAt(TestEvent.Start + 1000, [.. Enumerable.Range(0, 40).Select(i => TestEvent.Kill("p" + i % 20, "b" + i % 7) with { Id = "again" + i })]);
            state.ApplyAt(TestEvent.Start + 2000, [.. Enumerable.Range(0, 40).Select(i => TestEvent.Kill("p" + i % 20, "lich") with { Id = "e" + i })]); // seen before
            state.Erase("p3");
            Assert.Equal(ClaimStatus.RequestReused, Claim(state, "p5", "first:b5", request: 4).Status);
            Assert.Equal(ClaimStatus.ClaimedBefore, Claim(state, "p4", "first:b4", request: 40).Status);
        }

        AssertSame(original, loaded);
    }

    [Fact]
    public void A_second_generation_is_the_same_as_the_first()
    {
        StateUnderTest state = Lived();
        state.SaveAndLoad();
        byte[] first = Save(state);
        state.SaveAndLoad();
        byte[] second = Save(state);

        Assert.Equal(first.Length, second.Length);
        AssertSame(Lived(), state);
    }

    [Fact]
    public void A_newer_version_is_refused()
    {
        byte[] snapshot = Save(Lived());
        snapshot[0]++;

        Assert.Contains("version 8", Assert.Throws<InvalidDataException>(() => StateUnderTest.New().Load(new MemoryStream(snapshot))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_cut_short_anywhere_is_refused_and_changes_nothing()
    {
        byte[] snapshot = Save(Lived());
        var state = new StateUnderTest();
        state.Apply(TestEvent.Xp("ann", 5));
        for (int length = 0; length < snapshot.Length; length += 7)
            Assert.Throws<InvalidDataException>(() => state.State.Load(new MemoryStream(snapshot, 0, length)));

        Assert.Equal(5, state.Progress("ann").GetProperty("xp").GetInt64());
        Assert.Null(state.Player("p1"));
    }

    [Fact]
    public void An_empty_state_is_restored_too()
    {
        var state = new StateUnderTest();
        state.SaveAndLoad();

        Assert.Equal(0, state.State.Document.BaseJson.Length);
        Assert.Equal(RulesJson.Write(RulesReader.BuiltIn), state.State.RulesJson.ToArray());
    }

    private static StateUnderTest Lived()
    {
        var state = new StateUnderTest(Rules);
        TestEvent[] events = [.. Enumerable.Range(0, 40).Select(i => TestEvent.Kill("p" + i % 20, "b" + i % 5) with { Id = "e" + i })];
        state.Apply(events);
        state.Apply([.. Enumerable.Range(0, 30).Select(i => TestEvent.Item("p" + i % 10, "i" + i % 13, i) with { Id = "i" + i })]);
        state.Apply(TestEvent.Xp("p1", 1L << 50) with { Id = "x1" }, TestEvent.Score("quiet", "arena", 1) with { Id = "s1" });
        for (int i = 0; i < 5; i++)
            Assert.Equal(ClaimStatus.Claimed, Claim(state, "p" + i, "first:b" + i, request: i).Status);
        foreach (string player in (string[])["p0", "p1", "p1"])
            Assert.Equal(true, state.State.Execute(NoteCommand.Add(player, new Note($"n{state.State.NotesOf(player).Count}", TestEvent.Start, "eve", "쪽지"))));
        state.Erase("p0");
        state.Erase("p7");
        return state;
    }

    private static ClaimOutcome Claim(StateUnderTest state, string player, string reward, int request) => (ClaimOutcome)state.State.Execute(new ClaimCommand
    {
        PlayerId = Encoding.UTF8.GetBytes(player),
        Reward = Encoding.UTF8.GetBytes(reward),
        KeyId = Encoding.UTF8.GetBytes("key-" + request % 2),
        Signature = Enumerable.Repeat((byte)request, 32).ToArray(),
        ClaimId = (UInt128)(request + 1),
        Request = (UInt128)(request + 1),
        At = TestEvent.Start + request,
    }.Encode())!;

    private static void AssertSame(StateUnderTest expected, StateUnderTest actual)
    {
        foreach (string player in Enumerable.Range(0, 21).Select(i => "p" + i).Append("quiet"))
        {
            Assert.Equal(expected.Export(player), actual.Export(player));
            Assert.Equal(expected.State.NotesOf(player), actual.State.NotesOf(player));
        }

        Assert.Equal((0, 2), (actual.State.NotesOf("p0").Count, actual.State.NotesOf("p1").Count));
        Assert.Equal(expected.State.Document.BaseJson.ToArray(), actual.State.Document.BaseJson.ToArray());
        Assert.Equal(expected.State.RulesJson.ToArray(), actual.State.RulesJson.ToArray());
    }

    private static byte[] Save(StateUnderTest state)
    {
        var snapshot = new MemoryStream();
        state.State.Save(snapshot);
        return snapshot.ToArray();
    }
}
