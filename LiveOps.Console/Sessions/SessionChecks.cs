using System.Collections.Concurrent;
using LiveOps.Console.Services;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Sessions;

/// <summary>
/// Whether a session's token still is whose it was, with which role: asked about once a minute for each session that is used, so that who was demoted or let go does not keep pages until the
/// cookie ends. Where no service answers, what was known holds.
/// </summary>
internal sealed class SessionChecks(ServiceClients clients, TimeProvider clock)
{
    /// <summary>How long an answer holds.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const int MostSessions = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, OperatorRole Role)> _known = new();

    /// <summary>The role that the session's operator has now; <see cref="OperatorRole.None"/> for one who has none any more.</summary>
    public async Task<OperatorRole> RoleOfAsync(SignedIn session)
    {
        string key = $"{session.Via}/{session.Name}/{session.Since}";
        DateTimeOffset now = clock.GetUtcNow();
        bool isKnown = _known.TryGetValue(key, out (DateTimeOffset At, OperatorRole Role) known);
        if (isKnown && now - known.At < Every)
            return known.Role;
        OperatorRole role = isKnown ? known.Role : session.Role;
        if (_known.Count >= MostSessions)
            Forget(now);
        _known[key] = (now, role); // others who ask meanwhile go by what was known
        // Not the visitor's to call off: who hung up each time would never be asked about.
        Answer answer = await WhoseToken.AskAsync(clients, session.Token, session.SaidName, CancellationToken.None);
        if (answer.IsGood)
            role = answer.Json.Text("name") == session.Name ? WhoseToken.RoleIn(answer) : OperatorRole.None;
        else if (answer.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
            role = OperatorRole.None;
        _known[key] = (now, role);
        return role;
    }

    /// <summary>A session that has just begun was asked about.</summary>
    public void Begun(SignedIn session) => _known[$"{session.Via}/{session.Name}/{session.Since}"] = (clock.GetUtcNow(), session.Role);

    private void Forget(DateTimeOffset now)
    {
        foreach ((string key, (DateTimeOffset at, _)) in _known)
        {
            if (now - at >= Every)
                _known.TryRemove(key, out _);
        }

        if (_known.Count >= MostSessions)
            _known.Clear();
    }
}
