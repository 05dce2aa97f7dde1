using LiveOps.Core.Notices;

namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>Where notices are sent, and which. Immutable; times are Unix ticks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Wish">What operators said of it.</param>
/// <param name="Secrets">One, or two while they rotate; the older one first.</param>
/// <param name="MadeAt">When it was made.</param>
internal sealed record Webhook(string Id, WebhookWish Wish, IReadOnlyList<WebhookSecret> Secrets, long MadeAt)
{
    /// <summary>The most webhooks of a game.</summary>
    public const int Most = 50;

    /// <summary>Why it is not enabled: an operator said so.</summary>
    public const string ByOperator = "operator";

    /// <summary>Why it is not enabled: nothing was taken there for days.</summary>
    public const string Failing = "failing";

    /// <summary>Why it is not enabled: the receiver answered 410, that it is gone.</summary>
    public const string Gone = "gone";

    /// <summary>Since when nothing was taken there, though something was sent; 0 when the last was.</summary>
    public long FailingSince { get; init; }

    /// <summary>How many attempts in a row have failed, whatever they were to deliver.</summary>
    public int Failures { get; init; }

    /// <summary>Until when nothing is sent: the receiver asked for it, or it fails; 0 for neither.</summary>
    public long NotBefore { get; init; }

    /// <summary>Rises when it is enabled or leads elsewhere: what came of an attempt before that is not held against it.</summary>
    public int Edition { get; init; }

    /// <summary>Why it is not enabled; empty while it is.</summary>
    public string DisabledBy { get; init; } = "";

    /// <summary>Whether it gets notices of a type.</summary>
    public bool Wants(NoticeType type) => Wish.IsEnabled && (Wish.Types & NoticeTypes.Bit(type)) != 0;

    /// <summary>The secrets that sign at a moment, the older one first: some libraries read only the first signature, and whoever has not changed theirs yet needs that one.</summary>
    public IEnumerable<WebhookSecret> SecretsAt(long now) => Secrets.Where(secret => secret.Until == 0 || secret.Until > now);
}
