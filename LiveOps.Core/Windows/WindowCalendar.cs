using System.Globalization;

namespace LiveOps.Core.Windows;

/// <summary>
/// Which period of each window an instant falls in, in one time zone. Periods of a window follow one another without overlap; only
/// seasons of a policy may leave gaps. Immutable.
/// </summary>
public sealed class WindowCalendar
{
    // Far enough inside what DateTime holds that a week or a quarter further is still a date.
    private static readonly long Earliest = UnixTicks.Of(new DateTime(2, 1, 1)), Latest = UnixTicks.Of(new DateTime(9998, 1, 1));

    private readonly LocalDays _days;
    private readonly Season[]? _seasons;

    /// <param name="zone">Whose midnights count.</param>
    /// <param name="seasons">In order, not overlapping; null for calendar quarters.</param>
    public WindowCalendar(TimeZoneInfo zone, IEnumerable<Season>? seasons = null)
    {
        _days = new LocalDays(zone);
        _seasons = seasons?.ToArray();
        for (int i = 0; i < _seasons?.Length; i++)
        {
            if (_seasons[i].Closes <= _seasons[i].Opens || (i > 0 && _seasons[i].Opens < _seasons[i - 1].Closes))
                throw new ArgumentException($"season {_seasons[i].Id} does not follow the one before it, or has no length", nameof(seasons));
        }
    }

    /// <summary>The period an instant falls in, or null between seasons.</summary>
    public Period? At(WindowKind window, long instant)
    {
        instant = Math.Clamp(instant, Earliest, Latest);
        return window switch
        {
            WindowKind.Daily => Day(instant),
            WindowKind.Weekly => Week(instant),
            WindowKind.Seasonal => _seasons is null ? Quarter(instant) : SeasonAt(_seasons, instant),
            _ => Period.All,
        };
    }

    /// <summary>The seasons of the policy, in order; none where they are calendar quarters.</summary>
    public IReadOnlyList<Season> Seasons => _seasons ?? [];

    /// <summary>When the next season opens after an instant, or null when none is known; asked between seasons.</summary>
    public long? NextSeason(long instant)
    {
        foreach (Season season in _seasons ?? [])
        {
            if (season.Opens > instant)
                return season.Opens;
        }

        return null;
    }

    private Period Day(long instant)
    {
        DateOnly day = _days.DateAt(instant);
        return new Period(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), _days.StartOf(day), _days.StartOf(day.AddDays(1)));
    }

    private Period Week(long instant)
    {
        DateOnly day = _days.DateAt(instant);
        DateOnly monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        string name = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(monday):0000}-W{ISOWeek.GetWeekOfYear(monday):00}");
        return new Period(name, _days.StartOf(monday), _days.StartOf(monday.AddDays(7)));
    }

    private Period Quarter(long instant)
    {
        DateOnly day = _days.DateAt(instant);
        int quarter = (day.Month - 1) / 3;
        var first = new DateOnly(day.Year, quarter * 3 + 1, 1);
        string name = string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-Q{quarter + 1}");
        return new Period(name, _days.StartOf(first), _days.StartOf(first.AddMonths(3)));
    }

    private static Period? SeasonAt(Season[] seasons, long instant)
    {
        int low = 0, high = seasons.Length; // the first that opens after the instant
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (seasons[middle].Opens <= instant)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && instant < seasons[low - 1].Closes ? new Period(seasons[low - 1].Id, seasons[low - 1].Opens, seasons[low - 1].Closes) : null;
    }
}
