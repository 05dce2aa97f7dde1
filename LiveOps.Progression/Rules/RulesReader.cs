using System.Collections.Frozen;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Progression.Rules;

/// <summary>Reads <c>progression.json</c> and refuses what makes no sense, naming the line (docs/decisions/progression-rules.md).</summary>
internal static class RulesReader
{
    private const string Resource = "progression.json";
    private const int MaxNamed = 10_000;

    private static readonly Lazy<ProgressionRules> Default = new(ReadResource);

    /// <summary>The rules that are built into the service.</summary>
    public static ProgressionRules BuiltIn => Default.Value;

    /// <summary>Reads rules that come in: they name nothing that no path can carry, which what is in force may.</summary>
    /// <exception cref="PolicyException">The rules are wrong.</exception>
    public static ProgressionRules ParseNew(byte[] json) => PolicyNode.Read(json, root =>
    {
        ProgressionRules rules = Read(root);
        foreach (PolicyNode reward in root["rewards"]?.Items ?? [])
        {
            if (reward["reward"] is { } name && (name.Is(".") || name.Is("..")))
                name.FaultAt(name.Line, $"{name.Text()} can be no reward's name: nobody could claim it");
        }

        foreach (PolicyNode? named in (ReadOnlySpan<PolicyNode?>)[root["bosses"]?["xp"], root["items"]?["caps"], root["counters"]?["caps"]])
        {
            foreach (PolicyNode dots in named?.Members.Where(member => IdRule.IsDots(member.Name)) ?? [])
                dots.FaultAt(dots.Line, $"{dots.Name} is no id: an id {IdRule.Sentence}");
        }

        return rules;
    });

    /// <exception cref="PolicyException">The rules are wrong.</exception>
    public static ProgressionRules Parse(ReadOnlySpan<byte> json) => PolicyNode.Read(json, Read);

    private static ProgressionRules Read(PolicyNode root)
    {
        root.Only("levels", "bosses", "items", "counters", "rewards", "grants");
        LevelSettings levelSettings = root["levels"] is { } stated ? ReadLevels(stated) : new LevelSettings();
        PolicyNode? bosses = root["bosses"]?.Only("defaultXp", "xp", "maxNames", "maxNamesPerPlayer");
        PolicyNode? items = root["items"]?.Only("caps", "maxNames", "maxNamesPerPlayer");
        PolicyNode? counters = root["counters"]?.Only("caps", "maxNames", "maxNamesPerPlayer");
        var rules = new ProgressionRules
        {
            LevelSettings = levelSettings,
            Levels = levelSettings.ToTable(),
            BossXp = bosses?["defaultXp"]?.Whole(0, Players.Player.MaxXp) ?? ProgressionRules.DefaultBossXp,
            XpByBoss = ReadNamed(bosses?["xp"], min: 0),
            BossLimits = ReadLimits(bosses),
            ItemCaps = ReadNamed(items?["caps"], min: 1),
            ItemLimits = ReadLimits(items),
            Grants = ReadGrants(root["grants"]),
            CounterCaps = ReadNamed(counters?["caps"], min: 1),
            CounterLimits = ReadLimits(counters),
        };
        return rules with { Rewards = root["rewards"] is { } rewards ? RewardReader.Read(rewards, rules) : [] };
    }

    private static LevelSettings ReadLevels(PolicyNode levels)
    {
        levels.Only("curve", "table", "max");
        if (levels["table"] is not { } table)
        {
            PolicyNode? curve = levels["curve"]?.Only("base", "exponent");
            return new LevelSettings(
                curve?["base"]?.Number(1, LevelTable.MaxStep) ?? LevelSettings.DefaultBase,
                curve?["exponent"]?.Number(0, 10) ?? LevelSettings.DefaultExponent)
            {
                Max = (int?)levels["max"]?.Whole(1, LevelTable.MaxLevels),
            };
        }

        levels["curve"]?.Fault("cannot stand beside a table: levels follow one or the other");
        levels["max"]?.Fault("cannot stand beside a table: levels end with the table's last step");
        if (table.Items.Count is 0 or >= LevelTable.MaxLevels)
            table.Fault($"must hold the XP of 1 to {LevelTable.MaxLevels - 1} steps");
        return new LevelSettings { Table = [.. table.Items.Select(step => step.Whole(1, LevelTable.MaxStep))] };
    }

    private static FrozenDictionary<string, long> ReadNamed(PolicyNode? node, long min)
    {
        if (node is null)
            return FrozenDictionary<string, long>.Empty;
        if (node.Members.Count > MaxNamed)
            throw node.Wrong($"names more than {MaxNamed} ids");
        foreach (PolicyNode member in node.Members.Where(member => !IdRule.WasValid(member.Name)))
            member.Fault("is no id: 1 to 64 characters of [A-Za-z0-9_.:-]");
        return node.Members.ToFrozenDictionary(member => member.Name, member => member.Whole(min, Players.Player.MaxXp), StringComparer.Ordinal);
    }

    private static NameLimits ReadLimits(PolicyNode? node) => new(
        (int)(node?["maxNames"]?.Whole(0, NameLimits.MaxOverall) ?? NameLimits.Default.Overall),
        (int)(node?["maxNamesPerPlayer"]?.Whole(0, NameLimits.MaxPerPlayer) ?? NameLimits.Default.PerPlayer));

    private static GrantLimits ReadGrants(PolicyNode? node)
    {
        node?.Only("negative", "maxXp", "maxItems", "maxCounters");
        return new GrantLimits(
            node?["negative"]?.Flag() ?? GrantLimits.Default.Negative,
            node?["maxXp"]?.Whole(0, Players.Player.MaxXp) ?? GrantLimits.Default.MaxXp,
            node?["maxItems"]?.Whole(0, Players.Player.MaxCount) ?? GrantLimits.Default.MaxItems,
            node?["maxCounters"]?.Whole(0, Players.Player.MaxCount) ?? GrantLimits.Default.MaxCounters);
    }

    private static ProgressionRules ReadResource()
    {
        using Stream stream = typeof(RulesReader).Assembly.GetManifestResourceStream(Resource)!;
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json);
    }
}
