using System.Globalization;
using System.Text.Json;
using LiveOps.Tests.Harness;
using LiveOps.Tests.Leaderboard.Policies;
using static LiveOps.Tests.ServiceDefaults.Policies.Documents_over_HTTP;

namespace LiveOps.Tests.Progression.Rules;

/// <summary>A dry run of the rules answers the same wherever progress is kept, and changes nothing.</summary>
public sealed class Rules_tried_first
{
    [Theory, Every<ProgressStores>]
    public async Task It_says_whose_level_would_be_another_and_who_would_gain_which_reward(ProgressStores stores)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(stores));
        await host.PublishAsync(
            TestEvent.Xp("ann", 150), TestEvent.Kill("bob", "dragon"), TestEvent.Kill("bob", "lich"), TestEvent.Item("cid", "sword", 3), TestEvent.Xp("dan", 10));
        var document = new DocumentCalls(host.Client, "progression", ProgressionHost.OperatorToken);
        string before = await StateAsync(host);

        // Levels of a hundred each; and what is granted already is no gain.
        JsonElement tried = (await document.SendAsync(HttpMethod.Post, "/dry-run", """
            {"levels":{"table":[100,100,100,100]},
             "rewards":[{"reward":"first-kill:{bossId}","when":[{"firstKill":"*"}]},{"reward":"slayer","when":[{"kills":2}]},{"reward":"armed","when":[{"items":2,"item":"sword"}]},{"reward":"level:two","when":[{"level":2}]}]}
            """)).Json;
        Assert.Equal(
            [
                "level +1 -0 =3: bob 4 > 5",
                "reward armed +1 -0 =0: cid - > armed",
                "reward level:two +2 -0 =0: ann - > level:two, bob - > level:two",
                "reward slayer +1 -0 =0: bob - > slayer",
            ],
            Boards_tried_first.Lines(tried));
        Assert.Equal((4, 0), (tried.GetProperty("looked").GetProperty("players").GetInt32(), tried.GetProperty("looked").GetProperty("events").GetInt32()));
        Assert.Equal("progression", tried.GetProperty("policy").GetString());
        Assert.Equal(["level +0 -2 =2: ann 2 > 1, bob 4 > 1"], Boards_tried_first.Lines((await document.SendAsync(HttpMethod.Post, "/dry-run", """{"levels":{"table":[5000]}}""")).Json));
        Assert.Equal(["level +0 -0 =4: "], Boards_tried_first.Lines((await document.SendAsync(HttpMethod.Post, "/dry-run", (await document.GetAsync("")).Body)).Json));
        Assert.Equal(before, await StateAsync(host));
        Assert.Equal("401 operator-required", (await new DocumentCalls(host.Client, "progression", "a stranger").SendAsync(HttpMethod.Post, "/dry-run", "{}")).Problem);
    }

    [Theory, Every<ProgressStores>]
    public async Task A_reward_for_a_counter_is_judged_by_what_each_player_has_counted(ProgressStores stores)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(stores));
        await host.PublishAsync(
            TestEvent.Count("ann", "races", 7), TestEvent.Count("ann", "races", 3), TestEvent.Count("ann", "coins", -4), TestEvent.Count("bob", "races", 9), TestEvent.Count("cid", "coins", 1L << 53),
            TestEvent.Xp("dan", 10));
        var document = new DocumentCalls(host.Client, "progression", ProgressionHost.OperatorToken);
        JsonElement tried = (await document.SendAsync(HttpMethod.Post, "/dry-run", """
            {"rewards":[{"reward":"racer","when":[{"count":10,"counter":"races"}]},{"reward":"rich","when":[{"count":9007199254740992,"counter":"coins"}]},{"reward":"rich-racer","when":[{"count":1,"counter":"races"},{"count":1,"counter":"coins"}]}]}
            """)).Json;
        Assert.Equal(["reward racer +1 -0 =0: ann - > racer", "reward rich +1 -0 =0: cid - > rich"], Boards_tried_first.Lines(tried).Where(line => line.StartsWith("reward", StringComparison.Ordinal)));
    }

    [Theory, Every<ProgressStores>]
    public async Task It_goes_through_all_players_page_after_page(ProgressStores stores)
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync(await ProgressStore.NewAsync(stores));
        for (int from = 0; from < 1200; from += 600)
            await host.PublishAsync([.. Enumerable.Range(from, 600).Select(n => TestEvent.Xp(string.Create(CultureInfo.InvariantCulture, $"p{n}"), n))]);
        var document = new DocumentCalls(host.Client, "progression", ProgressionHost.OperatorToken);
        JsonElement tried = (await document.SendAsync(HttpMethod.Post, "/dry-run?first=0", """{"levels":{"table":[1000]},"rewards":[{"reward":"rich","when":[{"level":2}]}]}""")).Json;
        Assert.Equal(1200, tried.GetProperty("looked").GetProperty("players").GetInt32());
        Assert.Equal("reward rich +200 -0 =0: ", Boards_tried_first.Lines(tried).Last());
    }

    private static async Task<string> StateAsync(ProgressionHost host)
    {
        string state = "";
        foreach (string player in new[] { "ann", "bob", "cid", "dan" })
            state += (await host.GetAsync($"/v1/players/{player}")).Body.GetRawText() + (await host.GetAsync($"/v1/players/{player}/rewards")).Body.GetRawText();
        return state;
    }
}
