using System.Buffers.Text;
using System.Text;

namespace LiveOps.Client.Events;

/// <summary>
/// An event as it is kept and sent: JSON, its members in one fixed order, so that id and player are found in it without a parser. Everything in it is ASCII that
/// needs no escape.
/// </summary>
internal static class EventText
{
    /// <summary>More bytes than any event has.</summary>
    public const int MaxLength = 512;

    /// <summary>Bytes of a time: 2026-11-20T09:30:00.1234567Z.</summary>
    public const int TimeLength = 28;

    private const int IdStart = 7; // {"id":"

    /// <summary>Writes one; its length.</summary>
    /// <param name="e">The event.</param>
    /// <param name="ids">Makes its id, where it has none.</param>
    /// <param name="now">When it happened, where it does not say.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    public static int Write(in GameEvent e, EventIds ids, DateTimeOffset now, Span<byte> to)
    {
        int at = Copy("{\"id\":\""u8, to, 0);
        at = e.Id is null ? at + ids.Write(to[at..]) : Copy(e.Id, to, at);
        at = Copy("\",\"playerId\":\""u8, to, at);
        at = Copy(e.PlayerId, to, at);
        at = Copy("\",\"type\":\""u8, to, at);
        at = Copy(TypeOf(e.Type), to, at);
        at = Copy("\",\"occurredAt\":\""u8, to, at);
        at = Time((e.At ?? now).UtcDateTime, to, at);
        at = Copy(DataOf(e.Type), to, at);
        if (e.Subject is not null)
        {
            at = Copy(e.Subject, to, at);
            at = Copy(AfterSubject(e.Type), to, at);
        }

        if (e.Type != GameEventType.BossKilled)
        {
            Utf8Formatter.TryFormat(e.Value, to[at..], out int digits);
            at += digits;
        }

        return Copy("}}"u8, to, at);
    }

    /// <summary>The id of an event that <see cref="Write"/> wrote.</summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> text) => text.Slice(IdStart, text[IdStart..].IndexOf((byte)'"'));

    /// <summary>Its player.</summary>
    public static ReadOnlySpan<byte> PlayerOf(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text[(IdStart + IdOf(text).Length + "\",\"playerId\":\"".Length)..];
        return rest[..rest.IndexOf((byte)'"')];
    }

    /// <summary>When it happened, as it stands there; such times compare as bytes do.</summary>
    public static Span<byte> TimeOf(Span<byte> text)
    {
        ReadOnlySpan<byte> before = "\"occurredAt\":\""u8;
        return text.Slice(text.IndexOf(before) + before.Length, TimeLength);
    }

    private static ReadOnlySpan<byte> TypeOf(GameEventType type) => type switch
    {
        GameEventType.XpGained => "xp_gained"u8,
        GameEventType.BossKilled => "boss_killed"u8,
        GameEventType.ItemAcquired => "item_acquired"u8,
        GameEventType.ScoreSubmitted => "score_submitted"u8,
        GameEventType.CounterAdded => "counter_added"u8,
        _ => throw new ArgumentException("the event was made by no method of GameEvent", nameof(type)),
    };

    private static ReadOnlySpan<byte> DataOf(GameEventType type) => type switch
    {
        GameEventType.XpGained => "\",\"data\":{\"amount\":"u8,
        GameEventType.BossKilled => "\",\"data\":{\"bossId\":\""u8,
        GameEventType.ItemAcquired => "\",\"data\":{\"itemId\":\""u8,
        GameEventType.ScoreSubmitted => "\",\"data\":{\"board\":\""u8,
        _ => "\",\"data\":{\"counter\":\""u8,
    };

    private static ReadOnlySpan<byte> AfterSubject(GameEventType type) => type switch
    {
        GameEventType.BossKilled => "\""u8,
        GameEventType.ItemAcquired => "\",\"quantity\":"u8,
        GameEventType.ScoreSubmitted => "\",\"score\":"u8,
        _ => "\",\"amount\":"u8,
    };

    // 2026-11-20T09:30:00.1234567Z
    private static int Time(DateTime time, Span<byte> to, int at)
    {
        Utf8Formatter.TryFormat(time, to[at..], out int length, 'O');
        return at + length;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to, int at)
    {
        from.CopyTo(to[at..]);
        return at + from.Length;
    }

    private static int Copy(string from, Span<byte> to, int at) => at + Encoding.ASCII.GetBytes(from.AsSpan(), to[at..]);
}
