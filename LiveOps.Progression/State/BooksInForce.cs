using LiveOps.Core.Policies;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>
/// The rules in force of one table of players: what was accepted before a version came into force, and comes after it, is
/// judged by the version before. One thread changes it, under the state's lock.
/// </summary>
internal sealed class BooksInForce
{
    private readonly JournaledPolicy<ProgressionRules> _document;
    private readonly ProgressionRules _builtIn;
    private readonly PlayerTable _players;
    private RuleBook _book;
    private int _editions;
    private byte[] _json;

    /// <param name="document">Which rules hold when.</param>
    /// <param name="builtIn">The rules while the document has none.</param>
    /// <param name="players">Whose names the books use.</param>
    /// <param name="until">The time.</param>
    /// <param name="edition">The number of the rules in force.</param>
    public BooksInForce(JournaledPolicy<ProgressionRules> document, ProgressionRules builtIn, PlayerTable players, long until = 0, int edition = 1)
    {
        (_document, _builtIn, _players) = (document, builtIn, players);
        Until = until;
        Edition = _editions = JudgingEdition = edition;
        Judging = _book = new RuleBook(RulesAt(until), players);
        _json = RulesJson.Write(_book.Rules);
    }

    /// <summary>Up to when the rules in force are known to be.</summary>
    public long Until { get; private set; }

    /// <summary>The rules in force.</summary>
    public ProgressionRules Rules => _book.Rules;

    /// <summary>All of them, as JSON.</summary>
    public ReadOnlyMemory<byte> Json => Volatile.Read(ref _json);

    /// <summary>Which rules these are: a player last judged under others is judged anew.</summary>
    public int Edition { get; private set; }

    /// <summary>The rules that judge what is applied now.</summary>
    public RuleBook Judging { get; private set; }

    /// <summary>Their number.</summary>
    public int JudgingEdition { get; private set; }

    /// <summary>It is so late, or the document has changed: puts in force what the document has in force then.</summary>
    public void Use(long time)
    {
        Until = Math.Max(Until, time);
        ProgressionRules rules = RulesAt(Until);
        if (ReferenceEquals(rules, _book.Rules))
            return;
        RuleBook old = _book;
        _book = new RuleBook(rules, _players);
        old.Release(_players); // after the new book took its names, so that those of both keep their numbers
        Edition = ++_editions;
        Volatile.Write(ref _json, RulesJson.Write(rules));
        (Judging, JudgingEdition) = (_book, Edition);
    }

    /// <summary>What follows was accepted at a moment.</summary>
    public void Begin(long accepted)
    {
        if (accepted > Until)
            Use(accepted);
        ProgressionRules rules = RulesAt(accepted);
        if (!ReferenceEquals(rules, _book.Rules))
            (Judging, JudgingEdition) = (new RuleBook(rules, _players), ++_editions);
    }

    /// <summary>That was all.</summary>
    public void End()
    {
        if (ReferenceEquals(Judging, _book))
            return;
        Judging.Release(_players);
        (Judging, JudgingEdition) = (_book, Edition);
    }

    private ProgressionRules RulesAt(long time) => _document.At(time) ?? _builtIn;
}
