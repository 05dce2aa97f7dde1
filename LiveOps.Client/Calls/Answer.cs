using LiveOps.Client.Json;

namespace LiveOps.Client.Calls;

/// <summary>What a service answered.</summary>
internal sealed class Answer(int status, JsonValue? body, TimeSpan? retryAfter, bool isReplayed)
{
    /// <summary>No answer came.</summary>
    public static readonly Answer None = new(0, null, null, false);

    public int Status { get; } = status;

    /// <summary>The body; null when it is not JSON.</summary>
    public JsonValue? Body { get; } = body;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether it is that of an earlier request.</summary>
    public bool IsReplayed { get; } = isReplayed;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether the same again may go better: no answer, an overloaded server, or a call under way.</summary>
    public bool MayGoBetter => Status is 0 or 408 or 409 or 425 or 429 or >= 500;

    /// <summary>The problem that it is.</summary>
    public Problem Problem => new(Status, Body?["type"].Text, Status == 0 ? "there was no answer" : Body?["detail"].Text ?? Body?["title"].Text, RetryAfter);

    /// <summary>Whether it is a problem of this name.</summary>
    public bool Is(string type) => Problem.Type == type;
}
