using LiveOps.Core.Audit;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Verdicts;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>A player of a round: their parts, and what the round brings besides, which is written, or counted, with them or not at all.</summary>
internal sealed class StoredPlayer(UInt128 id, int number = -1) : IBrokenRules
{
    private readonly List<string> _broken = [];
    private StoredPart? _history, _case;
    private List<Raised>? _raised;

    /// <summary>Flags of this try.</summary>
    public ref List<Raised>? Raised => ref _raised;

    /// <summary>The hash of the id.</summary>
    public UInt128 Id { get; } = id;

    /// <summary>The number in the round's <see cref="Workspace"/>.</summary>
    public int Number { get; } = number;

    /// <summary>See <see cref="PlayerKeys"/>.</summary>
    public int Shard { get; } = PlayerKeys.ShardOf(id);

    /// <summary>Rate, gains, standing.</summary>
    public StoredPart? Conduct { get; private set; }

    /// <summary>What was learned.</summary>
    public StoredPart? History => _history;

    /// <summary>What is held against them.</summary>
    public StoredPart? Case => _case;

    /// <summary>What was learned before and must not be again.</summary>
    public LearnedIds Learned { get; } = new();

    /// <summary>Whether this try has changed something.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether it is this one's turn to be judged (once more).</summary>
    public bool IsPending { get; set; } = true;

    /// <summary>What operators decided.</summary>
    public List<AuditEntry> Decided { get; } = [];

    /// <summary>That they were erased, and when: who was told of them forgets it.</summary>
    public (string PlayerId, long At)? Forgotten { get; init; }

    /// <summary>What goes to the audit.</summary>
    public IEnumerable<AuditEntry> Decisions =>
        (Raised ?? []).Select(raised => raised.Decision).OfType<AuditEntry>().Concat(Decided);

    /// <summary>The rules broken in this try.</summary>
    public IReadOnlyList<string> BrokenRules => _broken;

    public StoredPart WantConduct() => Conduct ??= new StoredPart(PlayerKeys.Conduct(Id));

    public StoredPart WantHistory() => _history ??= new StoredPart(PlayerKeys.History(Id));

    public StoredPart WantCase() => _case ??= new StoredPart(PlayerKeys.Case(Id));

    /// <inheritdoc/>
    public void Broken(string rule) => _broken.Add(rule);

    /// <summary>Forgets this try.</summary>
    public void TryAgain()
    {
        _broken.Clear();
        Raised = null;
        Decided.Clear();
        IsChanged = false;
    }
}
