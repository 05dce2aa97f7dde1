using LiveOps.Client.Json;

namespace LiveOps.Client.Players;

/// <summary>A player's key as it was made: both go to that player's client, and nowhere else.</summary>
public sealed class IssuedKey
{
    private IssuedKey(JsonValue json) => (Key, Secret) = (json.NeedText("key"), json.NeedText("secret"));

    /// <summary>Its name.</summary>
    public string Key { get; }

    /// <summary>Its secret.</summary>
    public string Secret { get; }

    internal static IssuedKey Read(JsonValue json) => new(json);
}
