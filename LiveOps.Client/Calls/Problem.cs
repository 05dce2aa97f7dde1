namespace LiveOps.Client.Calls;

/// <summary>Why something was refused: a problem of RFC 9457, as every service tells it.</summary>
public sealed class Problem
{
    private const string Space = "https://liveops.dev/problems/";

    internal Problem(int status, string? type, string? detail, TimeSpan? retryAfter)
    {
        Status = status;
        Type = type is null ? "" : type.StartsWith(Space, StringComparison.Ordinal) ? type[Space.Length..] : type;
        Detail = detail ?? "";
        RetryAfter = retryAfter;
    }

    /// <summary>The status: 400, 401, 403, 429 and so on; 0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>Its name, such as <c>rate-limited</c>; empty when the answer was no problem of ours.</summary>
    public string Type { get; }

    /// <summary>A sentence for people; may be empty.</summary>
    public string Detail { get; }

    /// <summary>After which time it may be tried again, where the service said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Type}: {Detail}";
}
