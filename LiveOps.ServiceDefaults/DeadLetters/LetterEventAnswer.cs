using System.Text;
using System.Text.Json.Serialization;
using LiveOps.Core.Events;
using LiveOps.Core.Windows;

namespace LiveOps.ServiceDefaults.DeadLetters;

/// <summary>An event as it was sent, and when it was accepted.</summary>
internal sealed record LetterEventAnswer(string Id, string PlayerId, string Type, DateTime OccurredAt, DateTime AcceptedAt, LetterEventData Data)
{
    public static IReadOnlyList<LetterEventAnswer> Of(EventBatch batch)
    {
        var events = new List<LetterEventAnswer>(batch.Count);
        foreach (GameEvent e in batch)
        {
            events.Add(new LetterEventAnswer(
                Encoding.UTF8.GetString(e.Id),
                Encoding.UTF8.GetString(e.PlayerId),
                EventTypes.Name(e.Type),
                UnixTicks.ToUtc(e.OccurredAt * UnixTicks.PerMillisecond),
                UnixTicks.ToUtc(e.AcceptedAt),
                LetterEventData.Of(e)));
        }

        return events;
    }
}

/// <summary>The data of an event: what its type has, and no more.</summary>
internal sealed record LetterEventData
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Amount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BossId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ItemId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Quantity { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Board { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Score { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Counter { get; init; }

    public static LetterEventData Of(in GameEvent e) => e.Type switch
    {
        EventType.XpGained => new LetterEventData { Amount = e.Value },
        EventType.BossKilled => new LetterEventData { BossId = Encoding.UTF8.GetString(e.Subject) },
        EventType.ItemAcquired => new LetterEventData { ItemId = Encoding.UTF8.GetString(e.Subject), Quantity = e.Value },
        EventType.CounterAdded => new LetterEventData { Counter = Encoding.UTF8.GetString(e.Subject), Amount = e.Value },
        _ => new LetterEventData { Board = Encoding.UTF8.GetString(e.Subject), Score = e.Value },
    };
}
