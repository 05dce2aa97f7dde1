namespace LiveOps.Leaderboard.Policies;

/// <summary>A season as the policy has it: its times may be dates, which mean something only in a time zone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OpensAt">A date (its first instant) or an RFC 3339 time.</param>
/// <param name="ClosesAt">The same; the season ends right before it.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Place">Where it stands: a JSON pointer.</param>
/// <param name="Cancelled">Whether it is called off: it takes no scores, and where it ran it ends without champions.</param>
internal sealed record SeasonText(string Id, string OpensAt, string ClosesAt, int Line, string Place, bool Cancelled = false);
