using System.Globalization;
using System.Text;
using LiveOps.Client.Events;

namespace LiveOps.Cli.Mappings;

/// <summary>Makes events of rows.</summary>
internal sealed class EventMapper(Mapping mapping)
{
    private static readonly string[] Spellings = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The event that a row is, under the row's own id where it has one.</summary>
    /// <param name="row">A field's text, by its name.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public GameEvent Map(Func<string, string?> row)
    {
        try
        {
            GameEvent one = Event(row, Player(row));
            if (Text(row, "occurredAt") is { } at)
                one = one.HappenedAt(Time(at, mapping.Fields["occurredAt"].Format));
            return Text(row, "id") is { } id ? one.WithId(RowIds.Fit(id)) : one;
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message.Split(" (Parameter", 2)[0].ReplaceLineEndings(" "), e);
        }
    }

    /// <summary>A kind's name in events.</summary>
    public static string Name(GameEventType type) => type switch
    {
        GameEventType.ScoreSubmitted => "score_submitted",
        GameEventType.CounterAdded => "counter_added",
        GameEventType.XpGained => "xp_gained",
        GameEventType.BossKilled => "boss_killed",
        _ => "item_acquired",
    };

    /// <summary>Whether events of a kind say such a member.</summary>
    public static bool Has(GameEventType type, string member) => member is "playerId" or "type" or "id" or "occurredAt" || type switch
    {
        GameEventType.ScoreSubmitted => member is "board" or "score",
        GameEventType.CounterAdded => member is "counter" or "amount",
        GameEventType.XpGained => member is "amount",
        GameEventType.BossKilled => member is "bossId",
        _ => member is "itemId" or "quantity",
    };

    private GameEvent Event(Func<string, string?> row, string player) => Type(row) switch
    {
        "score_submitted" => GameEvent.Score(player, Need(row, "board"), Number(row, "score")),
        "counter_added" => GameEvent.Counter(player, Need(row, "counter"), Number(row, "amount")),
        "xp_gained" => GameEvent.Xp(player, Number(row, "amount")),
        "boss_killed" => GameEvent.Boss(player, Need(row, "bossId")),
        "item_acquired" => GameEvent.Item(player, Need(row, "itemId"), Text(row, "quantity") is null ? 1 : Number(row, "quantity")),
        var other => throw new FormatException($"type is {other}; it is xp_gained, boss_killed, item_acquired, score_submitted or counter_added"),
    };

    private string Type(Func<string, string?> row) => Text(row, "type")
        ?? (Text(row, "score") is not null ? "score_submitted"
            : Text(row, "amount") is not null ? Text(row, "counter") is not null ? "counter_added" : "xp_gained"
            : Text(row, "bossId") is not null ? "boss_killed"
            : Text(row, "itemId") is not null ? "item_acquired"
            : throw new FormatException("it has neither a type nor a score, amount, bossId or itemId"));

    private string Player(Func<string, string?> row)
    {
        string player = Need(row, "playerId");
        if (!mapping.EncodesPlayers)
            return player;
        var text = new StringBuilder(player.Length);
        foreach (byte one in Encoding.UTF8.GetBytes(player))
        {
            if ((char)one is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or '-')
                text.Append((char)one);
            else
                text.Append(CultureInfo.InvariantCulture, $":{one:x2}");
        }

        return text.ToString();
    }

    private string Need(Func<string, string?> row, string member) => Text(row, member) ?? throw new FormatException($"it has no {member}");

    private string? Text(Func<string, string?> row, string member)
    {
        if (!mapping.Fields.TryGetValue(member, out FieldRule? rule))
            return null;
        string? text = rule.Value ?? rule.From.Select(row).FirstOrDefault(one => !string.IsNullOrWhiteSpace(one))?.Trim() ?? rule.Default;
        return text is not null && rule.Replace is not null && rule.Replace.TryGetValue(text, out string? other) ? other : text;
    }

    private long Number(Func<string, string?> row, string member)
    {
        string text = Need(row, member);
        try
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && number * mapping.Fields[member].Times is var whole && whole == decimal.Truncate(whole)
                ? (long)whole
                : throw new FormatException($"{member} is '{Short(text)}', not a whole number (a mapping can say times)");
        }
        catch (OverflowException e)
        {
            throw new FormatException($"{member} is '{Short(text)}', beyond ±2^53", e);
        }
    }

    private static DateTimeOffset Time(string text, string? format)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        try
        {
            if (format is "unix" or "unix-ms")
            {
                long number = long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                return format == "unix" ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
            }

            if (format is not null and not "rfc3339")
                return DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture, Utc);
            // A time without its offset is anybody's guess, and refused by the services as well.
            return DateTimeOffset.TryParseExact(text, Spellings, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
                ? time
                : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"occurredAt is '{Short(text)}', not a time{(format is null ? ", as 2026-11-20T09:30:00Z" : " of the format " + format)}", e);
        }
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
