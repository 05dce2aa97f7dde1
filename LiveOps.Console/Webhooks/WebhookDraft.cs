using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Webhooks;

/// <summary>A webhook as it stands in a form: it comes back as it was typed where it was not taken.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where notices go.</param>
/// <param name="Types">Which; none for all.</param>
/// <param name="IsEnabled">Whether anything is sent.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Reason">Why, for the audit.</param>
/// <param name="ETag">The version that it began with; empty for one that is made.</param>
public sealed record WebhookDraft(string Id = "", string Url = "", IReadOnlyList<string>? Types = null, bool IsEnabled = true, string Description = "", string Reason = "", string ETag = "")
{
    /// <summary>What can be told, as docs/webhooks.md has it; a service of another version says what it does not know.</summary>
    public static readonly IReadOnlyList<string> AllTypes =
    [
        "league.moved", "level.reached", "live-event.closed", "live-event.opened", "period.closed", "player.blocked", "player.flagged", "player.granted", "policy.changed", "reward.claimed", "reward.granted",
    ];

    /// <summary>As a form has it.</summary>
    internal static WebhookDraft Of(Fields form) => new(form["id"], form["url"], form.All("type"), form["enabled"] == "yes", form["description"], form["reason"], form["etag"]);

    /// <summary>As the service has it.</summary>
    internal static WebhookDraft Of(string id, Answer answer) => new(
        id, answer.Json.Text("url"), [.. answer.Json["types"].Items.Select(type => type.ToString())], answer.Json.IsTrue("enabled"), answer.Json.Text("description"), "", answer.ETag);

    /// <summary>Whether it wants a type by its name.</summary>
    public bool Wants(string type) => Types?.Contains(type) == true;

    internal object ToBody() => new { url = Url, types = Types ?? [], enabled = IsEnabled, description = Description, reason = Reason };
}
