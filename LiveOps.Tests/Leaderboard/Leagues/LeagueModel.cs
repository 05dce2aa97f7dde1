namespace LiveOps.Tests.Leaderboard.Leagues;

/// <summary>
/// The simplest model of a league on a daily board where the highest score is best, without a grace of its own but that of the board: lists that are gone through whole. It is told what a
/// <see cref="LeaguesUnderTest"/> is told.
/// </summary>
internal sealed class LeagueModel(int grace)
{
    private readonly Dictionary<string, string> _divisions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly List<LeagueDay> _days = []; // in order of their ends
    private readonly Dictionary<DateTime, HashSet<string>> _inParts = [];
    private DateTime _closedThrough;
    private int _time;

    public sealed record Rules(int Size, string[] Divisions, int Promote, int Relegate, bool AbsentFall);

    public Rules Now { get; private set; } = null!;

    public bool IsResting { get; private set; }

    public List<string> Earned { get; } = [];

    public List<string> Past { get; } = [];

    public void Rest() => IsResting = true;

    public void Rule(Rules rules)
    {
        if (Now is not null)
        {
            string[] before = Now.Divisions;
            string Place(string division) => rules.Divisions.Contains(division) ? division : rules.Divisions[Math.Min(Array.IndexOf(before, division), rules.Divisions.Length - 1)];
            foreach (string player in _divisions.Keys.ToArray())
                _divisions[player] = Place(_divisions[player]);
            foreach (LeagueDay day in _days)
            {
                for (int i = 0; i < day.Cohorts.Count; i++)
                    day.Cohorts[i] = (Place(day.Cohorts[i].Division), day.Cohorts[i].Players);
            }

            // Whoever never rose is in the lowest, whichever that is.
            foreach (string player in _divisions.Keys.Where(player => _divisions[player] == rules.Divisions[0]).ToArray())
                _divisions.Remove(player);
        }

        Now = rules;
        IsResting = false;
        BeginNext();
    }

    public string Division(string player) => _divisions.GetValueOrDefault(player, Now.Divisions[0]);

    public void Score(DateTime now, string player, long score, DateTime occurred)
    {
        Pass(now);
        occurred = occurred < now ? occurred : now;
        LeagueDay? day = _days.FindLast(day => day.Opens <= occurred && occurred < day.Closes);
        if (day is null)
        {
            DateTime closes = occurred.Date.AddDays(1);
            if (occurred < _closedThrough || closes <= _closedThrough || now >= closes.AddMinutes(grace))
                return;
            Add(day = new LeagueDay(occurred.Date, 1, occurred.Date) { Closes = closes });
        }

        if (!day.Scores.TryGetValue(player, out (long Score, int) before) || score > before.Score)
            day.Scores[player] = (score, ++_time);
        if (IsResting || day.Has(player))
            return;
        if (!day.IsPlayed)
        {
            if (_days.Exists(other => other.IsPlayed && !other.IsWaiting && other.Opens > day.Opens))
                return; // too late
            day.IsWaiting = _days.Exists(other => other.IsPlayed && other.Opens <= day.Opens);
            day.IsPlayed = true;
        }

        if (day.IsWaiting)
            day.Waiting.Add(player);
        else
            Join(day, player);
    }

    public void Pass(DateTime now)
    {
        foreach (LeagueDay day in _days.Where(day => day.Closes.AddMinutes(grace) <= now).OrderBy(day => day.Closes).ToArray())
            Close(day);
    }

    public bool EndEarly(DateTime now)
    {
        Pass(now);
        if (_days.FindLast(day => day.Date == now.Date) is not { } day || day.Closes <= now || day.Scores.Count == 0)
            return false;
        var left = new LeagueDay(day.Date, day.Part + 1, now) { Closes = day.Closes };
        day.Closes = now;
        Add(left);
        return true;
    }

    public void Drop()
    {
        _days.Clear();
        _inParts.Clear();
        _closedThrough = default;
    }

    public void Hide(string player) => _hidden.Add(player);

    public void Show(string player) => _hidden.Remove(player);

    public void Erase(string player)
    {
        _divisions.Remove(player);
        _hidden.Remove(player);
        foreach (HashSet<string> players in _inParts.Values)
            players.Remove(player);
        foreach (LeagueDay day in _days)
        {
            day.Scores.Remove(player);
            day.Waiting.Remove(player);
            foreach ((_, List<string> players) in day.Cohorts)
            {
                if (players.IndexOf(player) is >= 0 and var at)
                    players[at] = "";
            }
        }
    }

    public string[] Tables() => [.. _days.SelectMany(day => day.Cohorts.Select(cohort => $"{day.Name} {cohort.Division}: {string.Join(", ", day.Ranked(cohort.Players, _hidden).Select(row => $"{row} {day.Scores[row].Score}"))}")
        .Concat(day.IsWaiting ? [$"{day.Name} waiting: {string.Join(", ", day.Waiting)}"] : []))];

    private void Add(LeagueDay day)
    {
        int at = _days.FindIndex(other => other.Closes > day.Closes);
        _days.Insert(at < 0 ? _days.Count : at, day);
    }

    private void Join(LeagueDay day, string player)
    {
        string division = Division(player);
        (string Division, List<string> Players) last = day.Cohorts.FindLast(cohort => cohort.Division == division);
        if (last.Players is null || last.Players.Count >= Now.Size)
            day.Cohorts.Add(last = (division, []));
        last.Players.Add(player);
    }

    private void BeginNext()
    {
        if (_days.Find(day => day.IsPlayed) is not { IsWaiting: true } next)
            return;
        next.IsWaiting = false;
        foreach (string player in next.Waiting)
            Join(next, player);
        next.Waiting.Clear();
    }

    private void Close(LeagueDay day)
    {
        _days.Remove(day);
        _closedThrough = day.Closes > _closedThrough ? day.Closes : _closedThrough;
        bool goesOn = _days.Exists(other => other.Date == day.Date);
        HashSet<string>? earlier = _inParts.GetValueOrDefault(day.Date);
        if (!IsResting && (day.IsPlayed || (earlier is not null && !goesOn)))
            Settle(day, goesOn, earlier ?? []);
        else if (goesOn)
            Remember(day, earlier ?? []);
        else
            _inParts.Remove(day.Date);
    }

    private void Remember(LeagueDay day, HashSet<string> earlier) =>
        _inParts[day.Date] = [.. earlier, .. day.Cohorts.SelectMany(cohort => cohort.Players), .. day.Waiting, .. _divisions.Keys.Where(day.Scores.ContainsKey)];

    private void Settle(LeagueDay day, bool goesOn, HashSet<string> earlier)
    {
        int ranked = 0, promoted = 0, relegated = 0, fallen = 0;
        var after = new Dictionary<string, string>(_divisions, StringComparer.Ordinal);
        string name = Enumerable.Range(day.Part, 1000).Select(day.NameOf).First(name => !Past.Exists(past => past.StartsWith(name + " ", StringComparison.Ordinal)));
        foreach ((string division, List<string> players) in day.Cohorts)
        {
            string[] rows = day.Ranked(players, _hidden);
            ranked += rows.Length;
            for (int i = 0; i < rows.Length; i++)
            {
                after[rows[i]] = division;
                if (i < Now.Promote)
                    promoted += Move(after, rows[i], 1);
                else if (i >= rows.Length - Now.Relegate)
                    relegated += Move(after, rows[i], -1);
                if (i < Math.Min(3, Now.Size)) // cohorts of former rules may be larger
                    Earned.Add($"arena.{(i == 0 ? "gold" : "silver")}:{name.Replace("~", "..", StringComparison.Ordinal)} {rows[i]}");
            }
        }

        foreach (string player in Now.AbsentFall && !goesOn ? _divisions.Keys.ToArray() : [])
        {
            if (!day.Has(player) && !day.Scores.ContainsKey(player) && !earlier.Contains(player) && !_hidden.Contains(player))
                fallen += Move(after, player, -1);
        }

        if (goesOn)
            Remember(day, earlier);
        else
            _inParts.Remove(day.Date);
        _divisions.Clear();
        foreach ((string player, string division) in after.Where(entry => entry.Value != Now.Divisions[0]))
            _divisions.Add(player, division);
        Past.Add($"{name} {ranked} {day.Cohorts.Count} {promoted} {relegated} {fallen}");
        BeginNext();
    }

    private int Move(Dictionary<string, string> divisions, string player, int by)
    {
        int before = Array.IndexOf(Now.Divisions, divisions[player]), after = Math.Clamp(before + by, 0, Now.Divisions.Length - 1);
        divisions[player] = Now.Divisions[after];
        return after != before ? 1 : 0;
    }
}
