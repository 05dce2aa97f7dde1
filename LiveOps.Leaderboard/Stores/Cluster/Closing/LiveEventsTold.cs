using System.Data.Common;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Notices;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Notices;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>
/// Tells that live events opened and closed, once each, in whichever replica is first; the database has which run as far as it was told:
/// <list type="number">
/// <item>what runs by the document in force, or has opened since it was looked for last, and is not known to run, has opened;</item>
/// <item>what is known to run and does not any more, by the time or by the document, has closed, once its board has. What it is called then is what it was called last.</item>
/// </list>
/// The first look of all tells nothing of what runs already. The database is looked at when something has changed, and once a minute. An event that was over when it was named never ran,
/// and nothing is told of it.
/// </summary>
internal sealed class LiveEventsTold(SqlDatabase<LeaderboardContext> database, WantedNotices wanted, ClusterSettings settings, TimeProvider clock)
{
    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    // Of what closed longer ago nobody asks which document named it when.
    private static readonly long Lately = TimeSpan.FromDays(1).Ticks;

    private Dictionary<string, string>? _known; // what runs, as it was when this replica told it or found it told
    private long _looked;

    /// <summary>Tells what there is to tell.</summary>
    /// <param name="events">The document in force.</param>
    /// <param name="policies">Which was in force when.</param>
    /// <param name="catalogue">Which boards are not closed yet.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task TellAsync(LiveEventsPolicy events, IPolicies<LiveEventsPolicy> policies, Catalogue catalogue, CancellationToken cancellation)
    {
        long now = clock.Now();
        Dictionary<string, string> running = events.Events.Where(live => Runs(live, now, catalogue)).ToDictionary(live => live.Id, Content, StringComparer.Ordinal);
        if (now - _looked < TimeSpan.TicksPerMinute && _known is { } known && known.Count == running.Count && running.All(live => known.TryGetValue(live.Key, out string? content) && content == live.Value))
            return;
        HashSet<string> late = await NamedLateAsync(events, policies, now, cancellation);
        _known = await database.TransactAsync("live_told", unit => TellAsync(unit, events, catalogue, running, late, now), cancellation);
        _looked = now;
    }

    private async Task<Dictionary<string, string>> TellAsync(SqlUnit unit, LiveEventsPolicy events, Catalogue catalogue, Dictionary<string, string> running, HashSet<string> late, long now)
    {
        NoticeBuffer notices = wanted.Begin();
        (long last, Dictionary<string, string> told) = await ReadAsync(unit);
        var steps = new List<(string, SqlInput)>();
        foreach (LiveEvent live in events.Events)
        {
            string content = Content(live);
            bool isNew = !told.ContainsKey(live.Id);
            if (isNew && late.Contains(live.Id))
                continue;
            if (isNew ? !running.ContainsKey(live.Id) && !(last > 0 && live.Opens > last && live.Opens <= now) : told[live.Id] == content)
                continue;
            told[live.Id] = content;
            steps.Add(("live_running_set", Row(live.Id, content)));
            if (isNew && last > 0) // 1
                Add(notices, NoticeType.LiveEventOpened, live.Id, content, now, null);
        }

        foreach ((string id, string content) in told.Where(live => !running.ContainsKey(live.Key)).ToArray())
        {
            if (events.Find(id) is null && IsPlayed(id, catalogue))
                continue; // its board closes first
            Add(notices, NoticeType.LiveEventClosed, id, content, now, await EntrantsAsync(unit, id)); // 2
            steps.Add(("live_running_end", Row(id, content)));
            told.Remove(id);
        }

        await unit.ExecuteAsync([.. steps, .. NoticeSteps.Write(notices), ("live_told_set", SqlBatch.One(json => json.WriteNumber("at", now)))]);
        return told;
    }

    // Those that no document named before they closed. Since when a file names one is not known: within the grace of its close it is taken for late, since one that ran was told before.
    private static async Task<HashSet<string>> NamedLateAsync(LiveEventsPolicy events, IPolicies<LiveEventsPolicy> policies, long now, CancellationToken cancellation)
    {
        LiveEvent[] closed = [.. events.Events.Where(live => live.Closes <= now && now - live.Closes < Lately)];
        if (closed.Length == 0)
            return [];
        PolicyView<LiveEventsPolicy> versions = await policies.BetweenAsync(closed.Min(live => live.Closes) - 1, now, cancellation);
        return [.. closed.Where(live => versions.File is not null ? now - live.Closes < LiveEventsPolicy.Grace : versions.At(live.Closes - 1, out _)?.Find(live.Id) is null).Select(live => live.Id)];
    }

    // Until its board is closed, for which what is on the bus has a moment.
    private bool Runs(LiveEvent live, long now, Catalogue catalogue) =>
        live.Opens <= now && (now < live.Closes + LiveEventsPolicy.Grace || (now < live.Closes + LiveEventsPolicy.Grace + settings.Settle.Ticks + TimeSpan.TicksPerMinute && IsPlayed(live.Id, catalogue)));

    // Its period on its board has its name.
    private static bool IsPlayed(string live, Catalogue catalogue) =>
        catalogue.InOrder.Any(board => board.Closing.Exists(period => period.Period.Name == live) || Array.Exists(board.Tracks, track => track.Open.Any(period => period.Period.Name == live)));

    private static async Task<(long Last, Dictionary<string, string> Told)> ReadAsync(SqlUnit unit)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        await using DbDataReader rows = await unit.ReadAsync(("live_told_hold", Nothing), ("live_running_read", Nothing));
        await rows.ReadAsync(unit.Cancellation);
        long last = rows.GetInt64(0);
        await rows.NextResultAsync(unit.Cancellation);
        while (await rows.ReadAsync(unit.Cancellation))
            told[rows.GetString(0)] = rows.GetString(1);
        return (last, told);
    }

    private static async Task<int?> EntrantsAsync(SqlUnit unit, string live)
    {
        await using DbDataReader rows = await unit.ReadAsync(("live_entrants", SqlBatch.One(json => json.WriteString("e", live))));
        return await rows.ReadAsync(unit.Cancellation) ? rows.GetInt32(0) : null;
    }

    private static void Add(NoticeBuffer notices, NoticeType type, string live, string content, long now, int? entrants) => notices.Add(type, live, now, json =>
    {
        using var document = JsonDocument.Parse(content);
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
            member.WriteTo(json);
        if (entrants is { } count)
            json.WriteNumber("entrants", count);
    });

    private static string Content(LiveEvent live) => Encoding.UTF8.GetString(NoticeJson.Of(json =>
    {
        json.WriteString("event", live.Id);
        json.WriteString("title", live.Title);
        json.WriteTime("opensAt", live.Opens);
        json.WriteTime("closesAt", live.Closes);
        if (live.Board is { } board)
            json.WriteString("board", board.Name);
    }));

    private static ReadOnlyMemory<byte> Row(string live, string content) => SqlBatch.One(json =>
    {
        json.WriteString("e", live);
        json.WriteString("content", content);
    });
}
