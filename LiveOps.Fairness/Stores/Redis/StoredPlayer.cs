using LiveOps.Core.Audit;
using LiveOps.Core.Events;
using LiveOps.Core.Ids;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Verdicts;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>A player of a round: their parts, and what the round brings besides, which is written, or counted, with them or not at all.</summary>
internal sealed class StoredPlayer(UInt128 id, int number = -1) : IBrokenRules
{
    private StoredPart? _history, _case;
    private List<Raised>? _raised;
    private List<AuditEntry>? _decided;
    private List<string>? _broken;
    private LearnedIds? _learned;

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
    public LearnedIds Learned => _learned ??= new LearnedIds();

    /// <summary>Whether an event was learned already, as far as the history was read: one that comes again teaches nothing.</summary>
    public bool HasLearned(in GameEvent e) => _learned is { IsEmpty: false } learned && learned.Contains(IdHash.Of(e.Id));

    /// <summary>Whether this try has changed something.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether it is this one's turn to be judged (once more).</summary>
    public bool IsPending { get; set; } = true;

    /// <summary>What operators decided.</summary>
    public List<AuditEntry> Decided => _decided ??= [];

    /// <summary>That they were erased, and when: who was told of them forgets it.</summary>
    public (string PlayerId, long At)? Forgotten { get; init; }

    /// <summary>What goes to the audit.</summary>
    public IEnumerable<AuditEntry> Decisions =>
        (Raised ?? []).Select(raised => raised.Decision).OfType<AuditEntry>().Concat(_decided ?? []);

    /// <summary>The rules broken in this try.</summary>
    public IReadOnlyList<string> BrokenRules => _broken ?? [];

    /// <summary>The part that is to be replaced, where it is the only one and nothing else is to be written; null else.</summary>
    public StoredPart? Single
    {
        get
        {
            if (_raised is not null || _decided is { Count: > 0 } || Forgotten is not null)
                return null;
            return (Conduct?.Next, _history?.Next, _case?.Next) switch
            {
                ({ Length: > 0 }, null, null) => Conduct,
                (null, { Length: > 0 }, null) => _history,
                _ => null,
            };
        }
    }

    /// <summary>The parts that are to be replaced.</summary>
    public IEnumerable<StoredPart> Replaced
    {
        get
        {
            if (Conduct is { Next: not null } conduct)
                yield return conduct;
            if (_history is { Next: not null } history)
                yield return history;
            if (_case is { Next: not null } review)
                yield return review;
        }
    }

    public StoredPart WantConduct() => Conduct ??= new StoredPart(PlayerKeys.Conduct(Id));

    public StoredPart WantHistory() => _history ??= new StoredPart(PlayerKeys.History(Id));

    public StoredPart WantCase() => _case ??= new StoredPart(PlayerKeys.Case(Id));

    /// <inheritdoc/>
    public void Broken(string rule) => (_broken ??= []).Add(rule);

    /// <summary>Forgets this try.</summary>
    public void TryAgain()
    {
        _broken?.Clear();
        Raised = null;
        _decided?.Clear();
        IsChanged = false;
    }
}
