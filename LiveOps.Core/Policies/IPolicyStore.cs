namespace LiveOps.Core.Policies;

/// <summary>
/// Where a service keeps the versions of its documents: the journal, SQL or Redis. It decides nothing: what may be written is decided over the
/// <see cref="PolicyHistory"/>, and counts if nobody wrote meanwhile.
/// </summary>
public interface IPolicyStore
{
    /// <summary>For how long what was read is certain, in ticks: between a change and the time of the version that it makes or calls off there is so much at least.</summary>
    long Lead { get; }

    /// <summary>How long after it is made a version of a document comes into force at the earliest, in ticks: the lead or longer. Until then every replica knows it.</summary>
    /// <param name="document">The document's name.</param>
    long LeadOf(string document) => Lead;

    /// <summary>The latest moment that something in the store came into force at: a clock here may be behind it. Unix ticks.</summary>
    long Latest { get; }

    /// <summary>Why no document can be changed here whatever happens, in a sentence; null where it can.</summary>
    string? Refusal => null;

    /// <summary>The history, brought up to date; the same object when nothing has changed.</summary>
    /// <param name="document">The document's name.</param>
    /// <param name="known">What is known of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="Exception">The store cannot be had.</exception>
    ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation);

    /// <summary>A version's text, packed; null when there is none, or none any more.</summary>
    ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation);

    /// <summary>Makes a change durable. Null when the document has another revision by now: nothing was written.</summary>
    /// <returns>The version as it was written: its time may be later than asked for, never in what was applied before.</returns>
    Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation);
}
