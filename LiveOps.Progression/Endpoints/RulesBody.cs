using System.Text.Json.Serialization;

namespace LiveOps.Progression.Endpoints;

/// <summary>The rules in force, in the form of <c>progression.json</c>.</summary>
internal sealed record RulesBody(RulesBody.LevelsBody Levels, RulesBody.BossesBody Bosses, RulesBody.ItemsBody Items, RulesBody.ItemsBody Counters, RulesBody.RewardRuleBody[] Rewards)
{
    /// <summary>A curve, or a table of the XP from each level to the next.</summary>
    internal sealed record LevelsBody(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CurveBody? Curve,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long[]? Table,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Max);

    /// <summary>From level n to n + 1 it takes <c>base · n^exponent</c> XP, rounded.</summary>
    internal sealed record CurveBody(double Base, double Exponent);

    /// <summary>XP by boss, and how many names are kept.</summary>
    internal sealed record BossesBody(long DefaultXp, Dictionary<string, long> Xp, int MaxNames, int MaxNamesPerPlayer);

    /// <summary>The most of each item, or counter, and how many names are kept.</summary>
    internal sealed record ItemsBody(Dictionary<string, long> Caps, int MaxNames, int MaxNamesPerPlayer);

    /// <summary>A reward, and the conditions that grant it together.</summary>
    internal sealed record RewardRuleBody(string Reward, ConditionBody[] When);

    /// <summary>One condition: a level, a count of kills (of a boss), of an item, or of a counter.</summary>
    internal sealed record ConditionBody(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Level,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Kills,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Boss,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Items,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Item,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Count,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Counter);
}
