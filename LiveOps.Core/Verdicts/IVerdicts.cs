using LiveOps.Core.Events;

namespace LiveOps.Core.Verdicts;

/// <summary>What the gateway asks Fairness: in process when embedded, over HTTP/2 otherwise.</summary>
public interface IVerdicts
{
    /// <summary>
    /// Judges a batch before it is published; one call a request. Fills <paramref name="verdicts"/>, one for each event in order. The
    /// batch's <see cref="EventBatch.AcceptedAt"/> is the gateway's clock now.
    /// </summary>
    /// <exception cref="VerdictsUnavailableException">Fairness cannot be asked.</exception>
    ValueTask AskAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation);
}
