using System.Buffers;
using System.Text.Json;

namespace LiveOps.Progression.Rules;

/// <summary>Writes rules as <c>progression.json</c> would state them, what was left out included.</summary>
internal static class RulesJson
{
    public static byte[] Write(ProgressionRules rules)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteLevels(json, rules.LevelSettings);
            json.WriteStartObject("bosses");
            json.WriteNumber("defaultXp", rules.BossXp);
            WriteNamed(json, "xp", rules.XpByBoss);
            WriteLimits(json, rules.BossLimits);
            json.WriteStartObject("items");
            WriteNamed(json, "caps", rules.ItemCaps);
            WriteLimits(json, rules.ItemLimits);
            json.WriteStartObject("counters");
            WriteNamed(json, "caps", rules.CounterCaps);
            WriteLimits(json, rules.CounterLimits);
            json.WriteStartArray("rewards");
            foreach (RewardRule rule in rules.Rewards)
                WriteReward(json, rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteLevels(Utf8JsonWriter json, LevelSettings levels)
    {
        json.WriteStartObject("levels");
        if (levels.Table is { } table)
        {
            json.WriteStartArray("table");
            foreach (long step in table)
                json.WriteNumberValue(step);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject("curve");
            json.WriteNumber("base", levels.Base);
            json.WriteNumber("exponent", levels.Exponent);
            json.WriteEndObject();
        }

        if (levels.Max is { } max)
            json.WriteNumber("max", max);
        json.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> named)
    {
        json.WriteStartObject(name);
        foreach ((string id, long value) in named.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteNumber(id, value);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, NameLimits limits)
    {
        json.WriteNumber("maxNames", limits.Overall);
        json.WriteNumber("maxNamesPerPlayer", limits.PerPlayer);
        json.WriteEndObject();
    }

    private static void WriteReward(Utf8JsonWriter json, RewardRule rule)
    {
        json.WriteStartObject();
        json.WriteString("reward", rule.Reward);
        json.WriteStartArray("when");
        if (rule.Level > 0)
            WriteCondition(json, "level", rule.Level);
        if (rule.Kills > 0)
            WriteCondition(json, "kills", rule.Kills);
        if (rule.KillsOfEach > 0)
            WriteCondition(json, "kills", rule.KillsOfEach, "boss", "*");
        foreach ((string boss, long count) in rule.KillsOf)
            WriteCondition(json, "kills", count, "boss", boss);
        foreach ((string item, long count) in rule.Items)
            WriteCondition(json, "items", count, "item", item);
        foreach ((string counter, long count) in rule.Counters)
            WriteCondition(json, "count", count, "counter", counter);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, string what, long count, string? of = null, string? id = null)
    {
        json.WriteStartObject();
        json.WriteNumber(what, count);
        if (of is not null)
            json.WriteString(of, id);
        json.WriteEndObject();
    }
}
