using LiveOps.Client.Clocks;
using LiveOps.Client.Outboxes;
using LiveOps.Client.Sending;
using LiveOps.Client.Signing;

namespace LiveOps.Client;

/// <summary>How a game links to LiveOps.</summary>
public sealed class LiveOpsOptions
{
    /// <summary>Where the gateway is, such as <c>http://localhost:8080</c>.</summary>
    public Uri Gateway { get; set; } = new("http://localhost:8080");

    /// <summary>Where the leaderboard is; null: where the gateway is, as behind one host.</summary>
    public Uri? Leaderboard { get; set; }

    /// <summary>Where progression is; null: where the gateway is.</summary>
    public Uri? Progression { get; set; }

    /// <summary>Where fairness is; null: where the gateway is.</summary>
    public Uri? Fairness { get; set; }

    /// <summary>What is signed with. Null: events are kept until <see cref="LiveOpsClient.UseKey"/>.</summary>
    public ClientKey? Key { get; set; }

    /// <summary>How events are kept until they are sent.</summary>
    public OutboxOptions Outbox { get; set; } = new();

    /// <summary>How they are sent.</summary>
    public SendOptions Sending { get; set; } = new();

    /// <summary>How long a request may take. A call that reads, and that the server asks to come again later than that, fails at once, with <see cref="Calls.Problem.RetryAfter"/>.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a call that reads is tried before it fails: 1 or more.</summary>
    public int ReadTries { get; set; } = 3;

    /// <summary>What sends; null: one of the client's own. Its time-out should be longer than <see cref="Timeout"/>.</summary>
    public HttpClient? Http { get; set; }

    /// <summary>What time it is.</summary>
    public ClientClock Clock { get; set; } = ClientClock.Machine;
}
