using LiveOps.Core.Bus;
using LiveOps.Core.Bus.Journal;
using LiveOps.Tests.Progression;

namespace LiveOps.Tests.Core.Bus.Journal;

/// <summary>What a consumer of the journal cannot apply: set aside, replayed, discarded; and a crash at the worst moments.</summary>
public sealed class Dead_letters_of_the_journal
{
    [Fact]
    public async Task Poison_is_tried_again_and_set_aside_and_neither_the_messages_behind_it_nor_the_other_consumer_wait()
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, poisonOfLeft: "mallory");
        await PublishAsync(fed, ("ada", 1), ("mallory", 10), ("bob", 100));
        Assert.Equal((101, 111), await fed.SumsAsync());
        DeadLetter listed = Assert.Single(await fed.Letters("left").ListAsync(null, 10));
        Assert.Equal(("left", BusMessageKind.Events, 2, "InvalidOperationException: mallory is poison"), (listed.Consumer, listed.Kind, listed.Deliveries, listed.Reason));
        Assert.True(listed.Payload.IsEmpty);
        Assert.False((await fed.Letters("left").FindAsync(listed.Id))!.Payload.IsEmpty);
        Assert.Empty(await fed.Letters("right").ListAsync(null, 10));
        Assert.Equal((1, true), (fed.Bus.Consumers[0].SetAside, fed.Bus.Consumers[0].Redeliveries > 0));
    }

    [Fact]
    public async Task Letters_are_listed_in_pages_oldest_first()
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, poisonOfLeft: "mallory");
        await PublishAsync(fed, ("mallory", 1), ("mallory", 2), ("mallory", 3));
        await fed.SumsAsync();
        IReadOnlyList<DeadLetter> first = await fed.Letters("left").ListAsync(null, 2), rest = await fed.Letters("left").ListAsync(first[1].Id, 2);
        Assert.Equal((2, 1), (first.Count, rest.Count));
        string[] ids = [.. first.Concat(rest).Select(letter => letter.Id)];
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task A_replayed_letter_goes_to_its_consumer_only_and_leaves_and_a_restart_comes_to_the_same()
    {
        using var folder = new TempFolder();
        using (var fed = new FedStates(folder, poisonOfLeft: "mallory"))
        {
            string id = await PoisonAsync(fed);
            fed.Left.Poison = null;
            Assert.True(await fed.Letters("left").ReplayAsync(id));
            Assert.Equal((11, 11), (fed.Left.Sum, fed.Right.Sum));
            Assert.Empty(await fed.Letters("left").ListAsync(null, 10));
            Assert.False(await fed.Letters("left").ReplayAsync(id));
            fed.Crash();
        }

        using (var again = new FedStates(folder))
            Assert.Equal((11, 11), await again.SumsAsync());
    }

    [Fact]
    public async Task A_letter_that_is_no_longer_readable_when_its_turn_comes_is_applied_and_leaves_all_the_same()
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, poisonOfLeft: "mallory");
        string id = await PoisonAsync(fed);
        Assert.True(DeadLetterFiles.TryParseId(id, out long letter));
        DeadLetter whole = (await fed.Letters("left").FindAsync(id))!;
        File.WriteAllText(fed.LetterPath(id), "{");
        fed.Left.Poison = null;
        await fed.Bus.SettleAsync("left", letter, new BusMessage(whole.Kind, whole.Payload), TestContext.Current.CancellationToken);
        Assert.Equal((11, 11), await fed.SumsAsync());
        Assert.False(File.Exists(fed.LetterPath(id)));
    }

    [Fact]
    public async Task A_crash_between_replaying_and_removing_the_letter_is_made_good_and_nothing_counts_twice()
    {
        using var folder = new TempFolder();
        string id;
        byte[] letter;
        using (var fed = new FedStates(folder, poisonOfLeft: "mallory"))
        {
            id = await PoisonAsync(fed);
            letter = File.ReadAllBytes(fed.LetterPath(id));
            fed.Left.Poison = null;
            await fed.Letters("left").ReplayAsync(id);
            File.WriteAllBytes(fed.LetterPath(id), letter);
            fed.Crash();
        }

        using (var again = new FedStates(folder))
        {
            Assert.Empty(await again.Letters("left").ListAsync(null, 10));
            File.WriteAllBytes(again.LetterPath(id), letter); // and if a snapshot had been taken between the two, the operator replays it once more
            Assert.True(await again.Letters("left").ReplayAsync(id));
            Assert.Equal((11, 11), await again.SumsAsync());
        }
    }

    [Fact]
    public async Task Replaying_what_fails_again_is_a_letter_again_with_the_deliveries_counted_on()
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, poisonOfLeft: "mallory");
        string id = await PoisonAsync(fed);
        Assert.True(await fed.Letters("left").ReplayAsync(id));
        DeadLetter again = Assert.Single(await fed.Letters("left").ListAsync(null, 10));
        Assert.NotEqual(id, again.Id);
        Assert.Equal(3, again.Deliveries);
        fed.Left.Poison = null;
        await fed.Letters("left").ReplayAsync(again.Id);
        Assert.Equal((11, 11), await fed.SumsAsync());
    }

    [Fact]
    public async Task A_discarded_letter_stays_gone_though_a_restart_meets_the_poison_again()
    {
        using var folder = new TempFolder();
        using (var fed = new FedStates(folder, poisonOfLeft: "mallory"))
        {
            Assert.True(await fed.Letters("left").DiscardAsync(await PoisonAsync(fed)));
            Assert.Empty(await fed.Letters("left").ListAsync(null, 10));
            fed.Crash();
        }

        using (var again = new FedStates(folder, poisonOfLeft: "mallory"))
        {
            Assert.Equal((1, 11), await again.SumsAsync());
            Assert.Empty(await again.Letters("left").ListAsync(null, 10));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("../right/00000000000000000000")]
    [InlineData("99999999999999999999")]
    [InlineData("00000000000000000017")]
    public async Task An_id_that_names_no_letter_finds_nothing(string id)
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, poisonOfLeft: "mallory");
        await PoisonAsync(fed);
        Assert.Null(await fed.Letters("left").FindAsync(id));
        Assert.False(await fed.Letters("left").ReplayAsync(id));
        Assert.False(await fed.Letters("left").DiscardAsync(id));
        Assert.Single(await fed.Letters("left").ListAsync(null, 10));
    }

    [Fact]
    public async Task While_a_letter_cannot_be_written_its_consumer_waits_and_loses_nothing()
    {
        using var folder = new TempFolder();
        using var fed = new FedStates(folder, poisonOfLeft: "mallory");
        File.WriteAllText(folder.File("dead-letters"), "a file where the folder should be");
        await PublishAsync(fed, ("mallory", 10), ("ada", 1));
        Assert.Equal(11L, await fed.Bus.ExecuteAsync("right", new byte[] { 1 }));
        Assert.Equal(0, fed.Left.Sum);
        File.Delete(folder.File("dead-letters"));
        Assert.Equal((1, 11), await fed.SumsAsync());
        Assert.Single(await fed.Letters("left").ListAsync(null, 10));
    }

    [Fact]
    public async Task A_consumer_stopped_while_it_waits_begins_again_where_it_was()
    {
        using var folder = new TempFolder();
        using (var fed = new FedStates(folder, poisonOfLeft: "mallory", snapshotBytes: 1))
        {
            File.WriteAllText(folder.File("dead-letters"), "a file where the folder should be");
            await PublishAsync(fed, ("ada", 1), ("mallory", 10), ("bob", 100));
            Assert.Equal(111L, await fed.Bus.ExecuteAsync("right", new byte[] { 1 }));
        }

        File.Delete(folder.File("dead-letters"));
        using (var again = new FedStates(folder, poisonOfLeft: "mallory"))
        {
            Assert.Equal((101, 111), await again.SumsAsync());
            Assert.Single(await again.Letters("left").ListAsync(null, 10));
        }
    }

    private static async Task<string> PoisonAsync(FedStates fed)
    {
        await PublishAsync(fed, ("ada", 1), ("mallory", 10));
        await fed.SumsAsync();
        return Assert.Single(await fed.Letters("left").ListAsync(null, 10)).Id;
    }

    private static async Task PublishAsync(FedStates fed, params (string Player, long Amount)[] events)
    {
        foreach ((string player, long amount) in events)
            await fed.Bus.PublishAsync(TestEvent.Batch(TestEvent.Xp(player, amount)));
    }
}
