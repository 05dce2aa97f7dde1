namespace LiveOps.Core.Problems;

/// <summary>Every problem that LiveOps answers with. Names are promises to clients: never change one.</summary>
public static class ProblemTypes
{
#pragma warning disable CS1591 // each is described by its own title
    public static readonly ProblemType MissingSignature = new("missing-signature", 401, "The request is not signed.");
    public static readonly ProblemType BadSignature = new("bad-signature", 401, "The signature does not match.");
    public static readonly ProblemType StaleTimestamp = new("stale-timestamp", 401, "The request was signed too long ago or too far in the future.");
    public static readonly ProblemType UnknownKey = new("unknown-key", 401, "There is no such signing key.");
    public static readonly ProblemType ExpiredKey = new("expired-key", 401, "The player's key has expired.");
    public static readonly ProblemType BadCredentials = new("bad-credentials", 401, "The credentials are not right.");
    public static readonly ProblemType UnknownSource = new("unknown-source", 404, "There is no such source.");
    public static readonly ProblemType NotYourPlayer = new("not-your-player", 403, "The signing key is a player's, and speaks for nobody else.");
    public static readonly ProblemType MalformedBody = new("malformed-body", 400, "The body is not what this endpoint reads.");
    public static readonly ProblemType InvalidEvent = new("invalid-event", 400, "The event is not valid.");
    public static readonly ProblemType InvalidParameter = new("invalid-parameter", 400, "A parameter is not valid.");
    public static readonly ProblemType PayloadTooLarge = new("payload-too-large", 413, "The body is too large.");
    public static readonly ProblemType UnsupportedEncoding = new("unsupported-encoding", 415, "The content encoding is not supported.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "The content type is not supported.");
    public static readonly ProblemType RateLimited = new("rate-limited", 429, "The player sends too fast.");
    public static readonly ProblemType QuotaExceeded = new("quota-exceeded", 429, "The signing key sends too fast.");
    public static readonly ProblemType ImplausibleEvent = new("implausible-event", 403, "The event cannot be true.");
    public static readonly ProblemType PlayerBlocked = new("player-blocked", 403, "The player is blocked.");
    public static readonly ProblemType AllRejected = new("all-rejected", 422, "No event of the batch was accepted.");
    public static readonly ProblemType IdempotencyKeyReused = new("idempotency-key-reused", 422, "The webhook-id was used for another body.");
    public static readonly ProblemType RequestInProgress = new("request-in-progress", 409, "The first request under this webhook-id is still in progress.");
    public static readonly ProblemType Unavailable = new("unavailable", 503, "A part that is needed cannot be reached now.");
    public static readonly ProblemType OperatorRequired = new("operator-required", 401, "This call needs the operator's token.");
    public static readonly ProblemType NotPermitted = new("not-permitted", 403, "The operator's role does not permit this call.");
    public static readonly ProblemType UnknownPlayer = new("unknown-player", 404, "There is no such player.");
    public static readonly ProblemType UnknownReward = new("unknown-reward", 404, "The reward was not granted to the player.");
    public static readonly ProblemType UnknownBoard = new("unknown-board", 404, "There is no such board.");
    public static readonly ProblemType UnknownWindow = new("unknown-window", 404, "The board has no such window.");
    public static readonly ProblemType UnknownPeriod = new("unknown-period", 404, "There is no such closed period.");
    public static readonly ProblemType NothingToRollOver = new("nothing-to-roll-over", 409, "There is nothing to roll over.");
    public static readonly ProblemType StalePeriod = new("stale-period", 409, "Another period runs than the one that was read.");
    public static readonly ProblemType UnknownLeague = new("unknown-league", 404, "There is no such league.");
    public static readonly ProblemType UnknownCohort = new("unknown-cohort", 404, "There is no such cohort.");
    public static readonly ProblemType NotRanked = new("not-ranked", 404, "The player has no score in this window.");
    public static readonly ProblemType UnknownLiveEvent = new("unknown-live-event", 404, "There is no such live event.");
    public static readonly ProblemType LiveEventClosed = new("live-event-closed", 409, "The live event is closed.");
    public static readonly ProblemType LiveEventFull = new("live-event-full", 409, "As many players are in the live event as may be.");
    public static readonly ProblemType UnknownDeadLetter = new("unknown-dead-letter", 404, "There is no such dead letter.");
    public static readonly ProblemType InvalidPolicy = new("invalid-policy", 400, "The document says what cannot be.");
    public static readonly ProblemType UnknownPolicy = new("unknown-policy", 404, "The service has no such document.");
    public static readonly ProblemType UnknownVersion = new("unknown-version", 404, "The document has no such version.");
    public static readonly ProblemType ManagedByFile = new("managed-by-file", 409, "The document is a file's, and changed there.");
    public static readonly ProblemType TooManyScheduled = new("too-many-scheduled", 409, "Too many versions are still to come.");
    public static readonly ProblemType StaleVersion = new("stale-version", 412, "The document has changed since it was read.");
    public static readonly ProblemType PreconditionRequired = new("precondition-required", 428, "The call must say which version it changes.");
    public static readonly ProblemType DryRunInProgress = new("dry-run-in-progress", 429, "Another document is being tried.");
    public static readonly ProblemType NoHistory = new("no-history", 409, "There are no past events to try the document on.");
    public static readonly ProblemType GrantReused = new("grant-reused", 422, "The id was used for another grant.");
    public static readonly ProblemType NotAllowedByPolicy = new("not-allowed-by-policy", 422, "The policy does not allow it.");
    public static readonly ProblemType TooManyGrants = new("too-many-grants", 409, "There are too many grants.");
    public static readonly ProblemType UnknownGrants = new("unknown-grants", 404, "There is no such job of grants.");
    public static readonly ProblemType TooManyNotes = new("too-many-notes", 409, "There are as many notes about the player as there may be.");
    public static readonly ProblemType UnknownNote = new("unknown-note", 404, "There is no such note about the player.");
    public static readonly ProblemType UnknownWebhook = new("unknown-webhook", 404, "There is no such webhook.");
    public static readonly ProblemType StaleWebhook = new("stale-webhook", 412, "The webhook has changed since it was read.");
    public static readonly ProblemType UnknownDelivery = new("unknown-delivery", 404, "There is no such delivery.");
    public static readonly ProblemType TooManyWebhooks = new("too-many-webhooks", 409, "There are too many webhooks.");
    public static readonly ProblemType WebhookDisabled = new("webhook-disabled", 409, "The webhook is disabled.");
    public static readonly ProblemType UnknownCase = new("unknown-case", 404, "There is no such case.");
    public static readonly ProblemType StaleCase = new("stale-case", 412, "The case has changed since it was read.");
    public static readonly ProblemType StaleStanding = new("stale-standing", 412, "The player's block has changed since it was read.");
    public static readonly ProblemType NothingToUndo = new("nothing-to-undo", 409, "No decision stands that could be taken back.");
    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing here.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here.");
    public static readonly ProblemType InternalError = new("internal-error", 500, "Something went wrong on our side.");
#pragma warning restore CS1591
}
