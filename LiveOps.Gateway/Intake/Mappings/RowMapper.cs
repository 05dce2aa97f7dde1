using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveOps.Core.Events;

namespace LiveOps.Gateway.Intake.Mappings;

/// <summary>Makes events of the rows of one request, as its source's mapping says. What an event may hold is for its reader to say: this one says only what rows lack.</summary>
internal sealed class RowMapper(IntakeSource source, TimeProvider clock)
{
    /// <summary>Members that a mapping may name.</summary>
    public static readonly string[] Members = ["playerId", "type", "board", "score", "amount", "bossId", "itemId", "quantity", "counter", "id", "occurredAt"];

    private readonly RowIds _ids = new(source.CountsEqualRows);

    /// <summary>Writes the event that a row is.</summary>
    /// <param name="row">A field's text, by its name.</param>
    /// <param name="to">Gets one object; nothing where the row is none.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public void Write(Func<string, string?> row, Utf8JsonWriter to)
    {
        string name = Type(row), player = Player(row);
        if (!EventTypes.TryParse(Encoding.UTF8.GetBytes(name), out EventType type))
            throw new FormatException($"type is '{Short(name)}'; it is {string.Join(", ", EventTypes.All.Select(EventTypes.Name))}");
        DateTimeOffset? at = Text(row, "occurredAt") is { } written ? Time(written) : null;
        if (source.MaxAgeHours is { } hours && clock.GetUtcNow() - at > TimeSpan.FromHours(hours))
            throw new FormatException($"its time is more than {hours} hours ago, and what its source sent so long ago may be known no more");
        (string subjectName, string subject, string valueName, long value) = Data(row, type);
        string? own = Text(row, "id");
        if (own is null && !(source.Fields.TryGetValue("occurredAt", out FieldRule? rule) && rule.Found(row) is not null))
            throw new FormatException("it has neither an id nor a time, by which it could be told from the same row of another day");
        string id = own is not null ? RowIds.Fit(source.IdPrefix + own) : _ids.Of(type, player, subject, value, at);
        to.WriteStartObject();
        to.WriteString("id", id);
        to.WriteString("playerId", player);
        to.WriteString("type", name);
        to.WriteString("occurredAt", (at ?? clock.GetUtcNow()).UtcDateTime);
        to.WriteStartObject("data");
        if (subjectName.Length > 0)
            to.WriteString(subjectName, subject);
        if (valueName.Length > 0)
            to.WriteNumber(valueName, value);
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private (string SubjectName, string Subject, string ValueName, long Value) Data(Func<string, string?> row, EventType type) => type switch
    {
        EventType.ScoreSubmitted => ("board", Need(row, "board"), "score", Number(row, "score")),
        EventType.CounterAdded => ("counter", Need(row, "counter"), "amount", Number(row, "amount")),
        EventType.XpGained => ("", "", "amount", Number(row, "amount")),
        EventType.BossKilled => ("bossId", Need(row, "bossId"), "", 1),
        EventType.ItemAcquired => ("itemId", Need(row, "itemId"), "quantity", Text(row, "quantity") is null ? 1 : Number(row, "quantity")),
        _ => throw new FormatException($"rows cannot be {type}"),
    };

    private string Type(Func<string, string?> row) => Text(row, "type")
        ?? (Text(row, "score") is not null ? "score_submitted"
            : Text(row, "amount") is not null ? Text(row, "counter") is not null ? "counter_added" : "xp_gained"
            : Text(row, "bossId") is not null ? "boss_killed"
            : Text(row, "itemId") is not null ? "item_acquired"
            : throw new FormatException("it has neither a type nor a score, amount, bossId or itemId"));

    // So that no two players become one: what is not taken as it is, and the colon that marks it, is written byte by byte.
    private string Player(Func<string, string?> row)
    {
        string player = Need(row, "playerId");
        if (!source.EncodesPlayers)
            return player;
        var text = new StringBuilder(player.Length);
        foreach (byte one in Encoding.UTF8.GetBytes(player))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || (char)one is '_' or '.' or '-')
                text.Append((char)one);
            else
                text.Append(CultureInfo.InvariantCulture, $":{one:x2}");
        }

        return text.ToString();
    }

    private string Need(Func<string, string?> row, string member) => Text(row, member) ?? throw new FormatException($"it has no {member}");

    private string? Text(Func<string, string?> row, string member) => source.Fields.TryGetValue(member, out FieldRule? rule) ? rule.In(row) : null;

    private DateTimeOffset Time(string text)
    {
        try
        {
            return source.Fields["occurredAt"].Time.Read(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"occurredAt '{Short(text)}' {e.Message}", e);
        }
    }

    private long Number(Func<string, string?> row, string member)
    {
        string text = Need(row, member);
        try
        {
            return source.Numbers.TryRead(text, out decimal number) && number * source.Fields[member].Times is var whole && whole == decimal.Truncate(whole)
                ? decimal.ToInt64(whole)
                : throw new FormatException($"{member} is '{Short(text)}', not a whole number (a mapping can say times)");
        }
        catch (OverflowException e)
        {
            throw new FormatException($"{member} is '{Short(text)}', beyond ±2^53", e);
        }
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
