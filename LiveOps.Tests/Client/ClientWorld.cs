using LiveOps.Client;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Sending;
using LiveOps.Client.Signing;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Client;

/// <summary>Clients of a live system, and what they were told.</summary>
internal static class ClientWorld
{
    /// <summary>A client that signs with the game's key unless another is given.</summary>
    public static LiveOpsClient ClientOf(LiveSystem live, List<EventVerdict>? told = null, string? folder = null, ClientKey? key = null, Action<LiveOpsOptions>? more = null)
    {
        var options = new LiveOpsOptions
        {
            Gateway = live.Url("gateway", "/"),
            Leaderboard = live.Url("leaderboard", "/"),
            Progression = live.Url("progression", "/"),
            Fairness = live.Url("fairness", "/"),
            Key = key ?? ClientKey.Game(LiveSystem.Secret),
            Outbox = new OutboxOptions { Folder = folder },
            Timeout = Patience.Whole,
        };
        if (told is not null)
            options.Sending.OnVerdict = told.Add;
        more?.Invoke(options);
        return new LiveOpsClient(options);
    }

    /// <summary>Verdicts as text, in the order in which they were told.</summary>
    public static IEnumerable<string> Describe(IEnumerable<EventVerdict> verdicts) =>
        verdicts.Select(verdict => $"{verdict.EventId} of {verdict.PlayerId}: {verdict.Problem?.Type ?? "accepted"}");
}
