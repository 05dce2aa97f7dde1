using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Pages;

namespace LiveOps.Leaderboard.Stores.Live;

/// <summary>
/// One page that is listened to. It is asked for once a pace, however many listen, and the store answers a page that has not changed without making it again; only another page
/// becomes an event, made once for all.
/// </summary>
/// <param name="place">The page.</param>
/// <param name="boards">Where it is asked for.</param>
/// <param name="made">Told of each event that is made.</param>
internal sealed class LiveFeed(LivePlace place, IBoardStore boards, Action made)
{
    private LiveSignal? _signal;
    private int _listeners;

    /// <summary>What is listened to.</summary>
    public LivePlace Place => place;

    /// <summary>How many listen; changed under the lock of <see cref="LiveFeeds"/>.</summary>
    public ref int Listeners => ref _listeners;

    /// <summary>What was heard last.</summary>
    public LiveSignal? Signal => Volatile.Read(ref _signal);

    /// <summary>Looks at the page, and tells everybody when it is another.</summary>
    /// <returns>Null, or why there is none.</returns>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">The store cannot be had; what was told before goes on holding.</exception>
    public async ValueTask<Problem?> LookAsync()
    {
        LiveSignal? before = Signal; // as of before the page is asked for: what is told while that lasts is newer than the answer
        if (before is { IsLast: true })
            return null;
        (PageBody? page, Problem? problem) = await AskAsync();
        if (problem is not null)
            return problem;
        string id = page!.ETag.Trim('"');
        if (before?.Id != id && TryTell(before, new LiveSignal(id, Event(id, page.Json))))
            made();
        return null;
    }

    /// <summary>Tells everybody that what holds goes on holding.</summary>
    public void Beat()
    {
        if (Signal is { IsLast: false } signal)
            TryTell(signal, new LiveSignal(signal.Id, signal.Page));
    }

    /// <summary>Tells everybody that there is no more; nothing is told after that.</summary>
    public void End() => Interlocked.Exchange(ref _signal, new LiveSignal("", default, isLast: true))?.Pass();

    // Only in the place of what it follows: another may have been first, or the end has come meanwhile.
    private bool TryTell(LiveSignal? before, LiveSignal signal)
    {
        if (Interlocked.CompareExchange(ref _signal, signal, before) != before)
            return false;
        before?.Pass();
        return true;
    }

    private async ValueTask<(PageBody? Page, Problem? Problem)> AskAsync()
    {
        if (place.Player is not { } player)
        {
            Answer<PageBody> page = await boards.PageAsync(new Place(place.Board, place.Window), 0, place.Limit);
            return (page.Value, page.Problem);
        }

        ValueTask<Answer<RowBuffer>> asked = boards.AroundAsync(new Place(place.Board, place.Window), player, place.Limit);
        Answer<RowBuffer> rows = asked.IsCompletedSuccessfully ? asked.Result : await asked; // of a store that answers at once they are the thread's
        if (rows.Problem is { } problem && (problem.Type != ProblemTypes.NotRanked || Signal is null))
            return (null, problem);
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        if (rows.Value is { } around)
            around.WriteArray(json, "entries"u8);
        else
            WriteNobody(json);
        json.WriteEndObject();
        return (new PageBody(JsonBuffer.Finish(json)), null);
    }

    // Without a rank any more: that may come again. Who has none to begin with is no page: there would be as many as ids.
    private static void WriteNobody(Utf8JsonWriter json)
    {
        json.WriteStartArray("entries"u8);
        json.WriteEndArray();
    }

    // https://html.spec.whatwg.org/multipage/server-sent-events.html: the JSON has no line ends. The id stands last: some clients (@microsoft/fetch-event-source 2.0.1, .NET's SseParser)
    // take it for seen once its line is read, and one that was cut off behind it would never be sent this page.
    private static byte[] Event(string id, ReadOnlySpan<byte> json)
    {
        byte[] tail = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\nid: {id}\n\n"));
        return [.. "event: page\ndata: "u8, .. json, .. tail];
    }
}
