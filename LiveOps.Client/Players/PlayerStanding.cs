using LiveOps.Client.Json;

namespace LiveOps.Client.Players;

/// <summary>Whether a player may send.</summary>
public sealed class PlayerStanding
{
    private PlayerStanding(JsonValue json)
    {
        Status = json.NeedText("status");
        Until = json["until"].Time;
        Reason = json["reason"].Text;
    }

    /// <summary><c>ok</c>, <c>throttled</c> or <c>blocked</c>.</summary>
    public string Status { get; }

    /// <summary>Until when, where it is not <c>ok</c>.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>Why.</summary>
    public string? Reason { get; }

    internal static PlayerStanding Read(JsonValue json) => new(json);
}
