using System.Text;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Fairness.State;
using LiveOps.Tests.Fairness.Stores.Journaled;
using static LiveOps.Tests.Fairness.World;

namespace LiveOps.Tests.Fairness.State;

/// <summary>Versions of the policy in the state, and snapshots from before there were any.</summary>
public sealed class Policies_of_their_time
{
    private readonly FairnessWorld _world = new();

    [Fact]
    public void A_version_judges_from_its_time_on_and_one_that_is_called_off_never()
    {
        Make(most: 50, after: 10);
        Make(most: 5, after: 20);
        Write(_world.State.Document.Ledger.History.CallOff(2, _world.Now)!);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("ann", 51)).Kind);
        _world.Wait(9.9);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("ann", 51)).Kind);
        _world.Wait(0.1);
        Assert.Equal(VerdictKind.Implausible, _world.Send(Xp("ann", 51)).Kind);
        _world.Wait(20);
        Assert.Equal(VerdictKind.Accepted, _world.Send(Xp("ann", 6)).Kind);

        var replayed = new FairnessState();
        _world.Journal.ForEach(step => step(replayed));
        Assert.Equal(StateText.Of(_world.State), StateText.Of(replayed));
        var loaded = new FairnessState();
        loaded.Load(Saved(_world.State));
        Assert.Equal(StateText.Of(_world.State), StateText.Of(loaded));
        Assert.Equal(_world.State.Document.Ledger.History.Versions.ToArray(), loaded.Document.Ledger.History.Versions.ToArray());
    }

    [Fact]
    public void A_snapshot_of_a_former_version_has_its_policy_as_what_holds_without_versions()
    {
        _world.Send([Xp("ann", 1), Score("ann", 5), Boss("bob")]);
        // Before version 5: the JSON alone; no file, no versions, no time of the newest event.
        byte[] now = Saved(_world.State).ToArray(), json = Encoding.UTF8.GetBytes(DefaultPolicy);
        byte[] former = [4, .. BitConverter.GetBytes(json.Length), .. json, .. now[(1 + 4 + json.Length + 4 + 8 + 8 + 4 + 8)..]];
        var loaded = new FairnessState();
        loaded.Load(new MemoryStream(former));
        Assert.Equal(StateText.Of(_world.State), StateText.Of(loaded));
    }

    private static MemoryStream Saved(FairnessState state)
    {
        var stream = new MemoryStream();
        state.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private void Make(int most, double after)
    {
        byte[] text = Encoding.UTF8.GetBytes(DefaultPolicy.Replace("\"max\": 100000,", $"\"max\": {most},", StringComparison.Ordinal));
        Write(_world.State.Document.Ledger.History.Make(new PolicyDraft("ann", "why", PolicyText.Pack(text), _world.Now + TimeSpan.FromSeconds(after).Ticks), _world.Now, 0)!);
    }

    private void Write(PolicyWrite write) => _world.Execute(FairnessCommand.Document(PolicyCommand.Write(write)));
}
