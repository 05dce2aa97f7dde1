using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiveOps.Core.Json;
using LiveOps.Core.Notices;
using LiveOps.Core.Problems;
using LiveOps.Core.Signing;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.Sending;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Gateway.Webhooks;

/// <summary>Reads what operators say of webhooks, and checks it whole.</summary>
internal static class WebhookReader
{
    /// <summary>The most bytes of a URL.</summary>
    public const int MaxUrl = 1024;

    private const int MaxDescription = 200, MaxOverlap = 7 * 24 * 60 * 60, DefaultOverlap = 24 * 60 * 60, MaxSecretBytes = 64;
    private const string Example = """Send {"url":"https://example.com/notices","types":["reward.granted"]}.""", RotateExample = """Send {"overlapSeconds":86400}, or no body; secret and reason may stand there too.""";

    private static readonly string[] Members = ["url", "types", "enabled", "description", "secret", "reason"], RotateMembers = ["overlapSeconds", "secret", "reason"];

    /// <summary>Reads a webhook; the secret is empty where none is said.</summary>
    public static Problem? Read(byte[] body, WebhookSettings settings, out WebhookWish wish, out byte[] secret, out string reason)
    {
        (wish, secret, reason) = (null!, [], "");
        if (JsonMembers.Check(body, Members) is { } wrong)
            return Malformed(wrong, Example);
        if (Parse(body, WebhookJson.AsTheyAre.WebhookRequestBody, out WebhookRequestBody asked) is { } mistaken)
            return Malformed(mistaken, Example);
        if (asked.Types?.Contains(null) == true)
            return Malformed(NotOfItsKind("types"), Example);
        if (CheckUrl(asked.Url, settings) is { } problem)
            return problem;
        if (NoticeTypes.SetOf(asked.Types ?? []) is not { } types)
            return new Problem(ProblemTypes.InvalidParameter, $"types has one that is none: there are {string.Join(", ", NoticeTypes.Names)}.");
        if (OperatorText.Optional("description", asked.Description, MaxDescription, out string description) is { } text)
            return text;
        if (OperatorText.Optional("reason", asked.Reason, OperatorReason.MaxLength, out reason) is { } why)
            return why;
        wish = new WebhookWish(asked.Url, types, asked.Enabled ?? true, description);
        return ReadSecret(asked.Secret, out secret);
    }

    /// <summary>Reads how a secret is changed; it is empty where none is said. No body says nothing.</summary>
    public static Problem? Read(byte[] body, out int overlapSeconds, out byte[] secret, out string reason)
    {
        (overlapSeconds, secret, reason) = (DefaultOverlap, [], "");
        RotateRequestBody asked = new();
        if (body.Length > 0 && (JsonMembers.Check(body, RotateMembers) ?? Parse(body, WebhookJson.AsTheyAre.RotateRequestBody, out asked)) is { } wrong)
            return Malformed(wrong, RotateExample);
        overlapSeconds = asked.OverlapSeconds ?? DefaultOverlap;
        if (overlapSeconds is < 0 or > MaxOverlap)
            return new Problem(ProblemTypes.InvalidParameter, $"overlapSeconds must be a whole number from 0 to {MaxOverlap}.");
        return OperatorText.Optional("reason", asked.Reason, OperatorReason.MaxLength, out reason) ?? ReadSecret(asked.Secret, out secret);
    }

    /// <summary>Another secret.</summary>
    public static byte[] MakeSecret() => SigningSecret.Parse(SigningSecret.Make(), "secret");

    private static Problem? CheckUrl(string? text, WebhookSettings settings)
    {
        if (text is null)
            return Malformed("The url is missing.", Example);
        if (text.Length > MaxUrl || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
            return new Problem(ProblemTypes.InvalidParameter, $"url must be an address that begins with https:// and has at most {MaxUrl} characters.");
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return new Problem(ProblemTypes.InvalidParameter, "url must hold no user, no password and no fragment.");
        bool mayBePrivate = settings.MayBePrivate(url.IdnHost);
        if (!settings.MayCall(url))
            return new Problem(ProblemTypes.InvalidParameter, "url must begin with https://: only hosts that WEBHOOK_PRIVATE_HOSTS names are called without TLS.");
        if (!mayBePrivate && System.Net.IPAddress.TryParse(url.Host.Trim('[', ']'), out System.Net.IPAddress? address) && !PublicAddresses.Contain(address))
            return new Problem(ProblemTypes.InvalidParameter, "url must lead to a public address, or to a host that WEBHOOK_PRIVATE_HOSTS names.");
        return null;
    }

    private static Problem? ReadSecret(string? text, out byte[] secret)
    {
        secret = [];
        try
        {
            if (text is not null && (!text.StartsWith("whsec_", StringComparison.Ordinal) || (secret = SigningSecret.Parse(text, "secret")).Length > MaxSecretBytes))
                return new Problem(ProblemTypes.InvalidParameter, "secret must be whsec_ and the base64 of 24 to 64 bytes.");
            return null;
        }
        catch (FormatException)
        {
            return new Problem(ProblemTypes.InvalidParameter, "secret must be whsec_ and the base64 of 24 to 64 bytes.");
        }
    }

    // What is wrong with it, a sentence that names the member; null when nothing is.
    private static string? Parse<T>(byte[] body, JsonTypeInfo<T> type, out T asked) where T : class
    {
        asked = null!;
        try
        {
            asked = JsonSerializer.Deserialize(JsonTokens.PastMark(body), type)!; // an object, as was checked
            return null;
        }
        catch (JsonException e)
        {
            return NotOfItsKind(e.Path is ['$', '.', .. var path] ? path.Split('[')[0] : "");
        }
        catch (InvalidOperationException)
        {
            return "A text holds half of a surrogate pair, which is no character.";
        }
    }

    private static string NotOfItsKind(string member) => member switch
    {
        "types" => "types must be an array of texts.",
        "enabled" => "enabled must be true or false.",
        "overlapSeconds" => $"overlapSeconds must be a whole number from 0 to {MaxOverlap}.",
        "" => "A member is not of its kind.",
        _ => $"{member} must be text.",
    };

    private static Problem Malformed(string wrong, string example) => new(ProblemTypes.MalformedBody, $"{wrong} {example}");
}
