using System.Text.Json;
using LiveOps.Core.Windows;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads one board's rules; what is not named stays as in the rules it builds on.</summary>
internal static class BoardRulesReader
{
    private const int MostKept = 10_000, MostKeptRows = 200_000_000, LongestGraceSeconds = 86_400;

    public static BoardRules Read(ref PolicyCursor cursor, string board, BoardRules rules)
    {
        cursor.Next();
        cursor.Expect(JsonTokenType.StartObject, $"the rules of {board} are an object");
        SeasonText[]? seasons = null;
        bool quarters = false;
        while (cursor.NextProperty(out string name))
        {
            switch (name)
            {
                case "operator":
                    rules = rules with { Operator = Operator(ref cursor) };
                    break;
                case "order":
                    rules = rules with { Descending = Descending(ref cursor) };
                    break;
                case "windows":
                    rules = rules with { Windows = Windows(ref cursor) };
                    break;
                case "timeZone":
                    rules = rules with { Zone = Zone(ref cursor) };
                    break;
                case "seasons":
                    seasons = SeasonsReader.Read(ref cursor);
                    quarters = seasons is null;
                    break;
                case "graceSeconds":
                    rules = rules with { Grace = cursor.Number(name, 0, LongestGraceSeconds) * TimeSpan.TicksPerSecond };
                    break;
                case "keep":
                    rules = rules with { Keep = Keep(ref cursor, rules.Keep) };
                    break;
                case "keepRows":
                    rules = rules with { KeepRows = cursor.Number(name, 0, MostKeptRows) };
                    break;
                case "champions":
                    rules = rules with { Champions = cursor.Number(name, 1, BoardRules.MostChampions) };
                    break;
                case "keepHall":
                    rules = rules with { KeepHall = cursor.Number(name, 0, MostKept) };
                    break;
                default:
                    throw cursor.Wrong($"there is no setting {name} of a board; there are operator, order, windows, timeZone, seasons, graceSeconds, keep, keepRows, champions and keepHall");
            }
        }

        SeasonText[]? texts = quarters ? null : seasons ?? rules.SeasonTexts;
        IReadOnlyList<Season>? resolved = texts is null ? null : SeasonsReader.Resolve(texts, rules.Zone);
        return rules with { SeasonTexts = texts, Calendar = new WindowCalendar(rules.Zone, resolved) };
    }

    private static ScoreOperator Operator(ref PolicyCursor cursor) => cursor.Text("operator") switch
    {
        "best" => ScoreOperator.Best,
        "last" => ScoreOperator.Last,
        "sum" => ScoreOperator.Sum,
        _ => throw cursor.Wrong("operator is best, last or sum"),
    };

    private static bool Descending(ref PolicyCursor cursor) => cursor.Text("order") switch
    {
        "desc" => true,
        "asc" => false,
        _ => throw cursor.Wrong("order is desc (highest first) or asc (lowest first)"),
    };

    private static bool[] Windows(ref PolicyCursor cursor)
    {
        bool[] windows = new bool[WindowKinds.Count];
        cursor.Next();
        cursor.Expect(JsonTokenType.StartArray, "windows is a list");
        while (cursor.NextElement())
        {
            if (cursor.Token != JsonTokenType.String || !WindowKinds.TryParse(cursor.CurrentText(), out WindowKind window))
                throw cursor.Wrong("a window is daily, weekly, seasonal or all");
            windows[(int)window] = true;
        }

        return Array.IndexOf(windows, true) >= 0 ? windows : throw cursor.Wrong("a board has at least one window");
    }

    private static TimeZoneInfo Zone(ref PolicyCursor cursor)
    {
        string id = cursor.Text("timeZone");
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw cursor.Wrong($"this system knows no time zone {id} (IANA names, as Europe/Berlin)");
        }
    }

    private static int[] Keep(ref PolicyCursor cursor, IReadOnlyList<int> before)
    {
        int[] keep = [.. before];
        cursor.Next();
        cursor.Expect(JsonTokenType.StartObject, "keep is an object: how many closed periods by window");
        while (cursor.NextProperty(out string name))
        {
            if (!WindowKinds.TryParse(name, out WindowKind window) || window == WindowKind.All)
                throw cursor.Wrong("keep has daily, weekly and seasonal");
            keep[(int)window] = cursor.Number(name, 0, MostKept);
        }

        return keep;
    }
}
