using System.Text;
using LiveOps.Core.Policies;

namespace LiveOps.Tests.Core.Policies;

/// <summary>What is in force when, decided over all versions, against the plainest way to say it.</summary>
public sealed class Versions_of_a_document
{
    private static readonly byte[] Text = PolicyText.Pack("{}"u8);

    [Fact]
    public void At_any_moment_the_version_with_the_latest_time_is_in_force_whatever_was_made_and_called_off_before()
    {
        for (int seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var ledger = new PolicyLedger();
            var model = new List<(int Number, long At)>();
            long now = 1000;
            for (int step = 0; step < 30; step++)
            {
                now += random.Next(-2, 20);
                PolicyHistory history = ledger.History;
                if (random.Next(4) == 0)
                {
                    int number = random.Next(1, 20);
                    bool isToCome = model.Exists(version => version.Number == number && version.At > now);
                    Assert.Equal(isToCome, history.CallOff(number, now) is { } off && ledger.TryTake(off, 0) is not null);
                    if (isToCome)
                        model.RemoveAll(version => version.Number == number);
                    continue;
                }

                long? at = random.Next(2) == 0 ? now + random.Next(1, 60) : null;
                PolicyVersion made = ledger.TryTake(history.Make(new PolicyDraft("ann", "why", Text, at), now, 0)!, 0)!;
                long inForce = model.Where(version => version.At <= now).Select(version => version.At).DefaultIfEmpty(0).Max();
                model.Add((made.Number, Math.Max(at ?? now, inForce)));
                Assert.Equal(model[^1].At, made.EffectiveAt);
            }

            for (long time = 900; time < now + 80; time++)
            {
                int expected = model.Where(version => version.At <= time).OrderBy(version => version.At).ThenBy(version => version.Number).Select(version => version.Number).LastOrDefault();
                Assert.Equal(expected, ledger.History.At(time)?.Number ?? 0);
                Assert.Equal(model.Count(version => version.At > time), ledger.History.After(time).Length);
            }
        }
    }

    [Fact]
    public void Of_two_changes_decided_by_the_same_revision_one_counts()
    {
        var ledger = new PolicyLedger();
        PolicyWrite first = ledger.History.Make(new PolicyDraft("ann", "one", Text), 10, 0)!, second = ledger.History.Make(new PolicyDraft("bob", "two", Text), 11, 0)!;
        Assert.NotNull(ledger.TryTake(first, 0));
        Assert.Null(ledger.TryTake(second, 0));
        Assert.Equal("one", Assert.Single(ledger.History.Versions.ToArray()).Reason);
    }

    [Fact]
    public void A_version_comes_into_force_after_all_that_was_applied_before_it()
    {
        var ledger = new PolicyLedger();
        Assert.Equal(501, ledger.TryTake(ledger.History.Make(new PolicyDraft("ann", "why", Text), 10, 0)!, applied: 500)!.EffectiveAt);
    }

    [Fact]
    public void Ten_thousand_versions_are_kept_and_of_more_the_oldest_go_but_never_one_in_force_or_to_come()
    {
        var ledger = new PolicyLedger();
        byte[] text = PolicyText.Pack(Encoding.UTF8.GetBytes("{\"a\":1}"));
        Make(1, null);
        for (int n = 2; n <= 51; n++)
            Make(n, 1_000_000_000 + n);
        for (int n = 52; n <= PolicyHistory.MostVersions; n++)
        {
            int number = Make(n, 2_000_000_000)!.Number;
            ledger.TryTake(ledger.History.CallOff(number, 5)!, 0);
        }

        Assert.Equal(PolicyHistory.MostVersions, ledger.History.Versions.Length);
        Make(PolicyHistory.MostVersions + 1, 2_000_000_000);
        Assert.Equal(PolicyHistory.MostVersions, ledger.History.Versions.Length);
        Assert.Null(ledger.History.Find(52));
        Assert.Null(ledger.Text(52));
        Assert.Equal(1, ledger.History.At(5)!.Number);
        Assert.NotNull(ledger.Text(1));
        Assert.Equal(51, ledger.History.After(5).Length);

        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        ledger.Save(writer);
        stream.Position = 0;
        var loaded = new PolicyLedger();
        using var reader = new BinaryReader(stream);
        loaded.Load(reader);
        Assert.Equal(ledger.History.Versions.ToArray(), loaded.History.Versions.ToArray());
        Assert.Equal(ledger.History.Revision, loaded.History.Revision);

        PolicyVersion? Make(int now, long? at) => ledger.TryTake(ledger.History.Make(new PolicyDraft("ann", "why", text, at), now < 52 ? 1 : 5, 0)!, 0);
    }

    [Fact]
    public void No_more_than_a_hundred_are_still_to_come()
    {
        var ledger = new PolicyLedger();
        for (int n = 0; n < PolicyHistory.MostScheduled; n++)
            ledger.TryTake(ledger.History.Make(new PolicyDraft("ann", "why", Text, 100 + n), 1, 0)!, 0);
        Assert.Null(ledger.History.Make(new PolicyDraft("ann", "why", Text, 900), 1, 0));
        Assert.NotNull(ledger.History.Make(new PolicyDraft("ann", "now", Text), 1, 0));
    }

    [Fact]
    public void A_text_comes_back_to_the_byte_and_one_that_unpacks_to_too_much_is_refused()
    {
        byte[] text = new byte[PolicyText.MaxBytes];
        new Random(1).NextBytes(text);
        Assert.Equal(text, PolicyText.Unpack(PolicyText.Pack(text)));
        Assert.Throws<InvalidDataException>(() => PolicyText.Unpack(PolicyText.Pack(new byte[PolicyText.MaxBytes + 1])));
    }
}
