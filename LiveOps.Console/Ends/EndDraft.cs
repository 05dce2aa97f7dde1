using LiveOps.Console.Services;

namespace LiveOps.Console.Ends;

/// <summary>Another end of what runs, as it was typed.</summary>
/// <param name="Of">Of what: a season, or a live event.</param>
/// <param name="ETag">The version of the document that it was typed beside.</param>
/// <param name="ClosesAt">The end, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Tried">What it would do; null before that was asked.</param>
public sealed record EndDraft(string Of, string ETag, string ClosesAt = "", string Reason = "", Answer? Tried = null);
