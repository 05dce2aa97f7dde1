using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json.Serialization;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;
using LiveOps.Core.Verdicts;

namespace LiveOps.ServiceDefaults.DeadLetters;

/// <summary>A dead letter in an answer; what it carries only where one is asked for.</summary>
internal sealed record DeadLetterAnswer(string Id, string Consumer, [property: AllowedValues("events", "player-erased", "board-orders", "player-block", "rank-rewards", "live-events", "notices", "notices-wanted", "unknown")] string Kind, string Reason, DateTime SetAsideAt, int Deliveries)
{
    /// <summary>The events of a batch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LetterEventAnswer>? Events { get; init; }

    /// <summary>The player who was erased, or blocked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PlayerId { get; init; }

    /// <summary>The bytes, in base64, of what this version cannot read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Payload { get; init; }

    public static DeadLetterAnswer Of(DeadLetter letter) =>
        new(letter.Id, letter.Consumer, KindOf(letter.Kind), letter.Reason, letter.SetAsideAt.UtcDateTime, letter.Deliveries);

    public static DeadLetterAnswer WithContent(DeadLetter letter) => letter.Kind switch
    {
        BusMessageKind.Events when EventBatch.TryRead(letter.Payload, out EventBatch batch) => Of(letter) with { Events = LetterEventAnswer.Of(batch) },
        BusMessageKind.PlayerErased => Of(letter) with { PlayerId = Encoding.UTF8.GetString(letter.Payload.Span) },
        BusMessageKind.PlayerBlock when PlayerBlock.TryRead(letter.Payload.Span, out PlayerBlock block) => Of(letter) with { PlayerId = block.PlayerId },
        _ => Of(letter) with { Payload = Convert.ToBase64String(letter.Payload.Span) },
    };

    private static string KindOf(BusMessageKind kind) => kind switch
    {
        BusMessageKind.Events => "events",
        BusMessageKind.PlayerErased => "player-erased",
        BusMessageKind.BoardOrders => "board-orders",
        BusMessageKind.PlayerBlock => "player-block",
        BusMessageKind.Rewards => "rank-rewards",
        BusMessageKind.LiveEvents => "live-events",
        BusMessageKind.Notices => "notices",
        BusMessageKind.NoticesWanted => "notices-wanted",
        _ => "unknown",
    };
}

/// <summary>A letter as the audit has it.</summary>
internal sealed record LetterInAudit(string DeadLetter, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Events);

/// <summary>A page of letters, oldest first; <c>next</c> is what to send as <c>after</c> for the one that follows, null at the end.</summary>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetterAnswer> DeadLetters, string? Next);
