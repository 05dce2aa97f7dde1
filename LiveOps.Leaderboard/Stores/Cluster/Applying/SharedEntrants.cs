using System.Data.Common;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Applying;

/// <summary>
/// Who is in live events that limit it, within one transaction:
/// <list type="number">
/// <item>the rows of the events are locked, in order, before anything else but the gate: of several replicas one at a time counts;</item>
/// <item>the players' rows are read, which nobody else changes meanwhile;</item>
/// <item>what is counted is written before the commit, in one step with what it allows.</item>
/// </list>
/// </summary>
internal sealed class SharedEntrants
{
    private readonly SortedSet<(string Live, string Player)> _asked = new(Comparer<(string Live, string Player)>.Create((a, b) =>
        string.CompareOrdinal(a.Live, b.Live) is not 0 and var order ? order : string.CompareOrdinal(a.Player, b.Player)));

    private readonly Dictionary<string, (int Entrants, long Attempts)> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Live, string Player), int> _attempts = [];
    private readonly HashSet<(string Live, string Player)> _changed = [];

    /// <summary>Whether anybody is asked for.</summary>
    public bool AreAsked => _asked.Count > 0;

    /// <summary>Asks for a player of an event, before anything is read.</summary>
    public void Ask(string live, string player) => _asked.Add((live, player));

    /// <summary>What reads them; nothing where nobody is asked for.</summary>
    public (string, SqlInput)[] Reads() => !AreAsked
        ? []
        : [("live_lock", Json.LiveEvents(_asked.Select(asked => asked.Live).Distinct())), ("entrants_read", Json.Entrants(_asked.Select(asked => (asked.Live, asked.Player, 0))))];

    /// <summary>Loads what <see cref="Reads"/> reads.</summary>
    public async Task LoadAsync(DbDataReader rows, CancellationToken cancellation)
    {
        if (!AreAsked)
            return;
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            _counts[rows.GetString(0)] = (rows.GetInt32(1), rows.GetInt64(2));
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            _attempts[(rows.GetString(0), rows.GetString(1))] = rows.GetInt32(2);
    }

    /// <summary>Lets a player in, or says that they are; false when it is full.</summary>
    public bool TryEnter(LiveEvent live, string player, out int attempts)
    {
        if (_attempts.TryGetValue((live.Id, player), out attempts))
            return true;
        (int entrants, long counted) = _counts.GetValueOrDefault(live.Id);
        if (entrants >= live.Entry.MaxEntrants)
            return false;
        _counts[live.Id] = (entrants + 1, counted);
        _attempts[(live.Id, player)] = 0;
        _changed.Add((live.Id, player));
        return true;
    }

    /// <summary>Counts a score of a player, who is let in where they need not have entered; false when it does not count.</summary>
    public bool TryAttempt(LiveEvent live, string player)
    {
        if ((live.Entry.Join && !_attempts.ContainsKey((live.Id, player))) || !TryEnter(live, player, out int attempts) || attempts >= live.Entry.MaxAttempts)
            return false;
        (int entrants, long counted) = _counts[live.Id];
        _counts[live.Id] = (entrants, counted + 1);
        _attempts[(live.Id, player)] = attempts + 1;
        _changed.Add((live.Id, player));
        return true;
    }

    /// <summary>What writes what was counted.</summary>
    public (string, SqlInput)[] Changes() => _changed.Count == 0
        ? []
        :
        [
            ("entrants_write", Json.Entrants(_changed.OrderBy(key => key.Live, StringComparer.Ordinal).ThenBy(key => key.Player, StringComparer.Ordinal).Select(key => (key.Live, key.Player, _attempts[key])))),
            ("live_write", SqlBatch.Many([.. _changed.Select(key => key.Live).Distinct().Order(StringComparer.Ordinal)], (json, live) =>
            {
                json.WriteString("e", live);
                json.WriteNumber("n", _counts[live].Entrants);
                json.WriteNumber("a", _counts[live].Attempts);
            })),
        ];
}
