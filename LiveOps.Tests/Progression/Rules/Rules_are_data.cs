using System.Text;
using System.Text.Json;
using LiveOps.Progression.Rules;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.Tests.Progression.State;

namespace LiveOps.Tests.Progression.Rules;

public sealed class Rules_are_data
{
    [Theory]
    [InlineData("[]", "line 1: the policy must be an object")]
    [InlineData("{\n\"levels\": {\n\"curv\": 1 } }", "line 3: curv means nothing here; known are curve, table, max")]
    [InlineData("{\n\"bosses\": { \"defaultXp\": -1 } }", "line 2: defaultXp must be a whole number from 0 to 9007199254740992")]
    [InlineData("{\n\n\"bosses\": { \"xp\": {\n\"the dragon\": 5 } } }", "line 4: the dragon is no id")]
    [InlineData("{ \"bosses\": { \"xp\": {\n\"dragon\": 1.5 } } }", "line 2: dragon must be a whole number")]
    [InlineData("{ \"items\": { \"caps\": {\n\"sword\": 0 } } }", "line 2: sword must be a whole number from 1")]
    [InlineData("{ \"items\": {},\n \"items\": {} }", "line 2: items stands here twice")]
    [InlineData("{ \"levels\": { \"table\": [100,\n0] } }", "line 2: table must be a whole number from 1")]
    [InlineData("{ \"levels\": {\n\"table\": [] } }", "line 2: table must hold")]
    [InlineData("{ \"levels\": { \"table\": [1],\n\"curve\": {} } }", "line 2: curve cannot stand beside a table")]
    [InlineData("{ \"levels\": { \"curve\": {\n\"exponent\": 11 } } }", "line 2: exponent must be a number from 0 to 10")]
    [InlineData("{ \"rewards\": [\n{ \"when\": [{ \"level\": 2 }] } ] }", "line 2: rewards must each have a reward")]
    [InlineData("{ \"rewards\": [\n{ \"reward\": \"r\" } ] }", "line 2: r has no when")]
    [InlineData("{ \"rewards\": [\n{ \"reward\": \"r\",\n \"when\": [] } ] }", "line 3: when must hold 1 to 16 conditions")]
    [InlineData("{ \"rewards\": [{ \"reward\": \"r\", \"when\": [\n{ \"lvl\": 2 }] } ] }", "line 2: when holds a condition that is none")]
    [InlineData("{ \"rewards\": [{ \"reward\": \"r\", \"when\": [\n{ \"level\": 2, \"kills\": 1 }] } ] }", "line 2: kills means nothing here; known are level")]
    [InlineData("{ \"rewards\": [{ \"reward\": \"r\", \"when\": [\n{ \"items\": 2 }] } ] }", "line 2: when counts items but names no item")]
    [InlineData("{ \"items\": { \"caps\": { \"a\": 5 } }, \"rewards\": [{ \"reward\": \"r\", \"when\": [{ \"item\": \"a\",\n \"items\": 6 }] } ] }", "line 2: items must be a whole number from 1 to 5")]
    [InlineData("{ \"levels\": { \"table\": [1] }, \"rewards\": [{ \"reward\": \"r\", \"when\": [\n{ \"level\": 3 }] } ] }", "line 2: level must be a whole number from 1 to 2")]
    [InlineData("{ \"rewards\": [{\n\"reward\": \"r\", \"when\": [{ \"firstKill\": \"*\" }] } ] }", "line 2: reward must hold {bossId}")]
    [InlineData("{ \"rewards\": [{\n\"reward\": \"r:{bossId}\", \"when\": [{ \"level\": 2 }] } ] }", "line 2: reward holds {bossId}, but none")]
    [InlineData("{ \"rewards\": [{\n\"reward\": \"a b\", \"when\": [{ \"level\": 2 }] } ] }", "line 2: reward must be 1 to 128 characters")]
    [InlineData("{ \"rewards\": [{ \"reward\": \"r\", \"when\": [{ \"level\": 2 }] },\n{ \"reward\": \"r\", \"when\": [{ \"level\": 3 }] } ] }", "line 2: r is already granted by line 1")]
    [InlineData("{\n\"levels\": {}\n]", "line 3: this is not JSON")]
    public void What_is_wrong_is_said_with_its_line(string json, string message)
    {
        PolicyException e = Assert.Throws<PolicyException>(() => RulesReader.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rules_stop_the_start_with_file_and_line()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("progression.json"), "{\n\"levels\": 5 }");

        SettingException e = await Assert.ThrowsAsync<SettingException>(() => ProgressionHost.StartAsync(settings: ("POLICY_DIR", folder.File(""))));

        Assert.Contains("progression.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 2: levels must be an object", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_in_force_are_shown_with_what_they_leave_out()
    {
        await using ProgressionHost host = await ProgressionHost.StartAsync();
        (_, JsonElement rules) = await host.GetAsync("/v1/rules");
        Assert.Equal("""{"base":100,"exponent":1.5}""", rules.GetProperty("levels").GetProperty("curve").GetRawText());
        Assert.Equal(500, rules.GetProperty("bosses").GetProperty("defaultXp").GetInt32());
        Assert.Equal("""{"reward":"first-kill:{bossId}","when":[{"kills":1,"boss":"*"}]}""", rules.GetProperty("rewards")[0].GetRawText());

        // What is shown states the same rules when it is read as a policy.
        byte[] shown = Encoding.UTF8.GetBytes(rules.GetRawText());
        Assert.Equal(rules.GetRawText(), Encoding.UTF8.GetString(RulesJson.Write(RulesReader.Parse(shown))));
    }

    [Fact]
    public async Task A_changed_file_comes_into_force_and_a_bad_edit_does_not()
    {
        using var folder = new TempFolder();
        string path = folder.File("progression.json");
        await using ProgressionHost host = await ProgressionHost.StartAsync(settings: ("POLICY_DIR", folder.File("")));
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));
        int before = host.Log.Commands;

        File.WriteAllText(path, """{ "bosses": { "xp": { "dragon": 7 } } }""");
        await host.RulesAsync(commands: before + 1);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ann", "lich"));
        File.WriteAllText(path, """{ "bosses": { "xp": { "dragon": "7" } } }""");
        host.Clock.Advance(PolicyFile<ProgressionRules>.Interval);
        await host.PublishAsync(TestEvent.Kill("ann", "dragon"));

        (_, JsonElement progress) = await host.GetAsync("/v1/players/ann");
        Assert.Equal(500 + 7 + 500 + 7, progress.GetProperty("xp").GetInt64());
        (_, JsonElement rules) = await host.GetAsync("/v1/rules");
        Assert.Equal("""{"dragon":7}""", rules.GetProperty("bosses").GetProperty("xp").GetRawText());

        // A replay applies every event under the rules of its time, whatever the file says now.
        var replayed = new StateUnderTest();
        host.Log.Replay(replayed.State);
        Assert.Equal(progress.GetRawText(), replayed.Player("ann"));
    }

    [Fact]
    public void A_change_of_rules_is_judged_with_a_players_next_event_and_takes_nothing_back()
    {
        var state = new StateUnderTest("""{ "rewards": [{ "reward": "old", "when": [{ "level": 2 }] }] }""");
        state.Apply(TestEvent.Xp("ann", 100), TestEvent.Kill("ann", "dragon"));
        state.ChangeRules("""{ "levels": { "table": [300, 300, 300] }, "rewards": [{ "reward": "new:{bossId}", "when": [{ "firstKill": "*" }] }, { "reward": "three", "when": [{ "level": 3 }] }] }""");

        Assert.Equal(3, state.Progress("ann").GetProperty("level").GetInt32());
        Assert.Equal(["old"], state.Rewards("ann"));
        state.SaveAndLoad();
        state.Apply(TestEvent.Score("ann", "arena", 1));
        Assert.Equal(["old", "new:dragon", "three"], state.Rewards("ann"));
    }

    [Fact]
    public void Conditions_hold_together_whichever_comes_last()
    {
        const string Rules = """{ "rewards": [{ "reward": "slayer", "when": [{ "level": 3 }, { "kills": 2, "boss": "dragon" }, { "items": 3, "item": "sword" }] }] }""";
        TestEvent[] parts = [TestEvent.Xp("ann", 400), TestEvent.Kill("ann", "dragon"), TestEvent.Kill("ann", "dragon"), TestEvent.Item("ann", "sword", 3)];
        for (int last = 0; last < parts.Length; last++)
        {
            var state = new StateUnderTest($$"""{ "bosses": { "defaultXp": 0 }, {{Rules[1..]}}""");
            state.Apply([.. parts.Where((_, i) => i != last)]);
            Assert.Empty(state.Rewards("ann"));
            state.Apply(parts[last]);
            Assert.Equal(["slayer"], state.Rewards("ann"));
        }
    }
}
