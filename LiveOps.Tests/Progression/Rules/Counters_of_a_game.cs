using System.Text;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Progression.Stores;

namespace LiveOps.Tests.Progression.Rules;

/// <summary>A game's own statistics: what they come to, how far they go, and what is granted for reaching it.</summary>
public sealed class Counters_of_a_game
{
    private const long Most = 1L << 53;

    [Theory, Every<ProgressStores>]
    public async Task They_are_sums_exact_to_the_last_whole_number_that_JSON_carries_and_stop_there(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store);
        await host.PublishAsync(
            TestEvent.Count("ann", "coins", Most), TestEvent.Count("ann", "coins", -1), TestEvent.Count("ann", "races", 3), TestEvent.Count("ann", "races", -5),
            TestEvent.Count("ann", "deep", -Most), TestEvent.Count("ann", "nothing", 0), TestEvent.Count("ben", "races", 1));
        Assert.Equal("""{"coins":9007199254740991,"races":-2,"deep":-9007199254740992}""", await CountersAsync(host, "ann"));
        await host.PublishAsync(TestEvent.Count("ann", "coins", Most), TestEvent.Count("ann", "deep", -Most));
        Assert.Equal("""{"coins":9007199254740992,"races":-2,"deep":-9007199254740992}""", await CountersAsync(host, "ann"));
        Assert.Equal("""{"races":1}""", await CountersAsync(host, "ben"));
        Assert.Contains("\"coins\":9007199254740992", (await host.GetAsync("/v1/players/ann/export", ProgressionHost.OperatorToken)).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, Every<ProgressStores>]
    public async Task An_event_counts_once_and_what_was_counted_is_there_after_a_restart_until_the_player_is_erased(ProgressStores kind)
    {
        ITestStore store = await ProgressStore.NewAsync(kind);
        TestEvent one = TestEvent.Count("ann", "races", 7);
        await using (ProgressionHost host = await ProgressionHost.StartAsync(store))
        {
            await host.PublishAsync(one, one);
            await host.PublishAsync(one);
        }

        await using ProgressionHost again = await ProgressionHost.StartAsync(store);
        await again.PublishAsync(one, TestEvent.Count("ann", "races", 1));
        Assert.Equal("""{"races":8}""", await CountersAsync(again, "ann"));
        await again.DeleteAsync("/v1/players/ann", ProgressionHost.OperatorToken);
        Assert.Equal(404, (await again.GetAsync("/v1/players/ann")).Status);
    }

    [Theory, Every<ProgressStores>]
    public async Task They_go_up_to_their_cap_and_grant_rewards_when_they_reach_what_was_asked_once(ProgressStores kind)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("progression.json"), """
            {"counters":{"caps":{"races":100},"maxNamesPerPlayer":2},"rewards":[{"reward":"racer","when":[{"count":10,"counter":"races"}]},{"reward":"rich-racer","when":[{"count":20,"counter":"races"},{"count":5,"counter":"coins"}]}]}
            """);
        ITestStore store = await ProgressStore.NewAsync(kind);
        await using ProgressionHost host = await ProgressionHost.StartAsync(store, ("POLICY_DIR", folder.Path));
        await host.PublishAsync(TestEvent.Count("ann", "races", 9));
        Assert.Equal("", await RewardsAsync(host));
        await host.PublishAsync(TestEvent.Count("ann", "races", 1));
        Assert.Equal("racer", await RewardsAsync(host));
        await host.PublishAsync(TestEvent.Count("ann", "races", -8), TestEvent.Count("ann", "coins", 5), TestEvent.Count("ann", "races", 9));
        Assert.Equal("racer", await RewardsAsync(host));
        await host.PublishAsync(TestEvent.Count("ann", "races", 500), TestEvent.Count("ann", "one-name-too-many", 1));
        Assert.Equal("racer, rich-racer", await RewardsAsync(host));
        Assert.Equal("""{"races":100,"coins":5}""", await CountersAsync(host, "ann"));
    }

    [Theory]
    [InlineData("""{"rewards":[{"reward":"r","when":[{"count":5}]}]}""", "counts but names no counter")]
    [InlineData("""{"rewards":[{"reward":"r","when":[{"count":0,"counter":"races"}]}]}""", "must be a whole number from 1 to")]
    [InlineData("""{"counters":{"caps":{"races":4}},"rewards":[{"reward":"r","when":[{"count":5,"counter":"races"}]}]}""", "must be a whole number from 1 to 4")]
    [InlineData("""{"counters":{"caps":{"ra ces":4}}}""", "is no id")]
    public void Rules_that_make_no_sense_are_refused(string json, string sentence)
    {
        var refused = Assert.Throws<LiveOps.ServiceDefaults.Policies.PolicyException>(() => LiveOps.Progression.Rules.RulesReader.ParseNew(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> CountersAsync(ProgressionHost host, string player) => (await host.GetAsync($"/v1/players/{player}")).Body.GetProperty("counters").GetRawText();

    private static async Task<string> RewardsAsync(ProgressionHost host) =>
        string.Join(", ", (await host.GetAsync("/v1/players/ann/rewards")).Body.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetProperty("reward").GetString()));
}
