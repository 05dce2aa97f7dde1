using System.Buffers;
using System.Text;

namespace LiveOps.Progression.Rules;

/// <summary>A reward and what grants it: all conditions together. Immutable.</summary>
/// <param name="Reward">Its name; with <see cref="BossMark"/> in it there is one such reward for every boss.</param>
/// <param name="Line">Where it stands in the policy.</param>
internal sealed record RewardRule(string Reward, int Line)
{
    /// <summary>What stands for the boss's id in the name of a reward that is granted for every boss.</summary>
    public const string BossMark = "{bossId}";

    /// <summary>The longest name of a reward, once a boss's id stands in it.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Chars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    /// <summary>Whether a reward could have that name: like an id, but longer, because a boss's id may stand in it.</summary>
    public static bool IsName(ReadOnlySpan<char> name) => name.Length is > 0 and <= MaxLength && !name.ContainsAnyExcept(Chars);

    /// <summary>The level to reach; 0 for any.</summary>
    public int Level { get; init; }

    /// <summary>Kills of all bosses together; 0 for none needed.</summary>
    public int Kills { get; init; }

    /// <summary>Kills of the boss that <see cref="BossMark"/> stands for; 0 when the name has no mark.</summary>
    public long KillsOfEach { get; init; }

    /// <summary>Kills by boss.</summary>
    public IReadOnlyList<(string Boss, long Count)> KillsOf { get; init; } = [];

    /// <summary>How many of an item must be held.</summary>
    public IReadOnlyList<(string Item, long Count)> Items { get; init; } = [];

    /// <summary>What counters must have reached.</summary>
    public IReadOnlyList<(string Counter, long Count)> Counters { get; init; } = [];

    /// <summary>Whether there is one such reward for every boss.</summary>
    public bool IsPerBoss => KillsOfEach > 0;

    /// <summary>The name's bytes before and after the boss's id.</summary>
    public (byte[] Before, byte[] After) Parts()
    {
        int at = Reward.IndexOf(BossMark, StringComparison.Ordinal);
        return at < 0
            ? (Encoding.ASCII.GetBytes(Reward), [])
            : (Encoding.ASCII.GetBytes(Reward[..at]), Encoding.ASCII.GetBytes(Reward[(at + BossMark.Length)..]));
    }
}
