using System.Globalization;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Calendar;

/// <summary>What comes in the next weeks: periods that close and seasons that open, with the leagues that are played in them, live events, documents that come into force.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendar(this IEndpointRouteBuilder routes) => routes.MapGet("/calendar", PageAsync);

    private static async Task<IResult> PageAsync(Desk desk, TimeProvider clock, string? weeks = null)
    {
        int length = int.TryParse(weeks, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked is 1 or 2 or 4 ? asked : 2;
        DateTimeOffset now = clock.GetUtcNow();
        Coming coming = await Coming.AskAsync(desk, now, now.AddDays(7 * length));
        return desk.Page<CalendarPage>(null, ("Weeks", length), ("Coming", coming));
    }
}
