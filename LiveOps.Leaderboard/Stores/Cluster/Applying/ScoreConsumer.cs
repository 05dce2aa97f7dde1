using System.Data.Common;
using LiveOps.Core.Bus;
using LiveOps.Core.Policies;
using LiveOps.Core.Verdicts;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Leagues;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// Applies what comes on the bus. A group of scores goes through these steps:
/// <list type="number">
/// <item>It is planned: which periods take which scores. Boards and periods that are not there yet are made, and it is planned again.</item>
/// <item>In one transaction, behind the gate (<see cref="GroupTransaction"/>): ids are remembered, in order; the new scores are folded into the entries that are known (<see cref="KnownEntries"/>), and into
/// what is read of the others, or without reading where those are likely not there; what changed is written, in order, with versions that only rise. Had another replica changed one of them meanwhile, all of
/// it is done again, and then the entries are locked before they are read. Who scored for the first time in a season of a league comes into it.</item>
/// <item>After the commit what changed is projected into Redis (<see cref="Projections"/>). Had that failed, or this replica died, the messages come again:
/// no id is new then, and the entries are projected as they are.</item>
/// </list>
/// </summary>
internal sealed class ScoreConsumer(
    SqlDatabase<LeaderboardContext> database, Catalogues catalogues, Periods periods, Players players, SharedRanks ranks, RankRebuilds rebuilds,
    IPolicies<LeaderboardPolicy> policy, LeagueRulings leagues, ClusterCounts counts, TimeProvider clock) : IBusConsumer
{
    private const int MostAttempts = 50, MostMade = 4;

    // After as many the messages that follow are another transaction. A score is an entry in up to four windows, each some 230 bytes to write: with the
    // thousand that the last message may add that is 3.8 MB at once.
    private const int ManyScores = 3000;

    private KnownEntries? _idle;

    /// <inheritdoc/>
    public string Name => LeaderboardState.ConsumerName;

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(IReadOnlyList<BusMessage> messages, CancellationToken cancellation)
    {
        var projections = new Projections(ranks, rebuilds);
        KnownEntries known = Interlocked.Exchange(ref _idle, null) ?? new KnownEntries();
        try
        {
            await ApplyAsync(messages, known, projections, cancellation);
        }
        finally
        {
            await projections.EndAsync();
        }

        _idle = known; // but where anything failed: what comes again may then not tell that the database has lost something
    }

    private async Task ApplyAsync(IReadOnlyList<BusMessage> messages, KnownEntries known, Projections projections, CancellationToken cancellation)
    {
        var scores = new List<Submitted>();
        foreach (BusMessage message in messages)
        {
            switch (message.Kind)
            {
                case BusMessageKind.Events:
                    if (scores.Count >= ManyScores)
                    {
                        await CountAsync(scores, known, projections, cancellation);
                        scores.Clear();
                    }

                    SubmittedReader.Read(message, scores);
                    break;
                case BusMessageKind.PlayerErased:
                    await CountAsync(scores, known, projections, cancellation);
                    scores.Clear();
                    await players.EraseAsync(System.Text.Encoding.ASCII.GetString(message.Payload.Span));
                    break;
                case BusMessageKind.PlayerBlock when PlayerBlock.TryRead(message.Payload.Span, out PlayerBlock block):
                    await CountAsync(scores, known, projections, cancellation);
                    scores.Clear();
                    await players.BlockAsync(block);
                    break;
                case BusMessageKind.BoardOrders or BusMessageKind.Rewards or BusMessageKind.LiveEvents:
                    break; // our own: for who judges scores, and who grants rewards, XP and items
                default:
                    throw new InvalidDataException($"a message of kind {(byte)message.Kind} that this version cannot read");
            }
        }

        await CountAsync(scores, known, projections, cancellation);
    }

    private async Task CountAsync(List<Submitted> scores, KnownEntries known, Projections projections, CancellationToken cancellation)
    {
        if (scores.Count == 0)
            return;
        scores.Sort(static (a, b) => a.Accepted.CompareTo(b.Accepted));
        PolicyView<LeaderboardPolicy> rules = await policy.BetweenAsync(scores[0].Accepted, scores[^1].Accepted, cancellation);
        scores = SubmittedReader.Boards(scores, rules);
        if (scores.Count == 0)
            return;
        PolicyView<LeaguesPolicy> played = await leagues.RuleAsync(scores[0].Accepted, scores[^1].Accepted, cancellation);
        bool locks = false;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            Catalogue catalogue = attempt == 0 ? await catalogues.GetAsync() : await catalogues.RefreshAsync(cancellation);
            var plan = new Plan(scores, catalogue, rules, played);
            for (int made = 0; plan.IsIncomplete; made++)
            {
                // What was made again and again and is not there bears the name of one that is closed: a season that a policy opens again counts nothing.
                plan = made < MostMade ? new Plan(scores, await periods.MakeAsync(plan, rules, cancellation), rules, played)
                    : made == MostMade ? new Plan(scores, plan.Catalogue, rules, played, plan.MissingPeriods)
                    : throw new InvalidOperationException("a board cannot be made: its name is in use");
            }

            try
            {
                Group group = await TransactAsync(plan, known, locks, cancellation);
                known.Keep(group.Entries, group.Counted);
                counts.Add(group.Updates, group.Refused);
                projections.Begin(group, plan.Catalogue);
                return;
            }
            catch (PlannedAnewException e)
            {
                locks |= e.Locks;
            }
        }

        throw new StoreUnavailableException("sql", "has its catalogue changed faster than scores can be written");
    }

    private Task<Group> TransactAsync(Plan plan, KnownEntries known, bool locks, CancellationToken cancellation)
    {
        bool isFirst = true, guessed = false;
        return database.TransactAsync(
            "apply",
            unit =>
            {
                // Once something was old, or the database faltered, nothing is guessed and all is read. Two replicas of which one guesses may wait for each other in a circle.
                Guesses? guesses = locks || !isFirst ? null : known.Guesses;
                if (!isFirst && guessed)
                    known.Guesses.WereThere();
                guessed = guesses is { AreAbsent: true };
                if (guesses is null)
                    known.Forget();
                isFirst = false;
                known.Begin(plan.Catalogue.Version, plan.Newest, clock.Now());
                return new GroupTransaction(unit, plan, known, clock).RunAsync(locks, guesses);
            },
            cancellation);
    }

    /// <summary>The entry at hand of the statement <c>rows</c>.</summary>
    public static StoredEntry EntryOf(DbDataReader rows) => new(
        rows.GetInt32(0), rows.GetString(1), new Entry(rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5)), rows.GetInt64(6), rows.GetInt64(6));
}
