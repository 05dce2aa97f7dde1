using System.Diagnostics;
using LiveOps.Core.Events;
using LiveOps.Core.Traces;
using LiveOps.Core.Verdicts;

namespace LiveOps.Embedded;

/// <summary>Gives Fairness its span in a request's trace though it is asked in process; where nobody listens it only passes on.</summary>
internal sealed class TracedVerdicts(IVerdicts fairness) : IVerdicts
{
    private readonly ActivitySource _source = ActivitySources.Of("fairness");

    public ValueTask AskAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation) =>
        _source.HasListeners() ? AskTracedAsync(batch, verdicts, cancellation) : fairness.AskAsync(batch, verdicts, cancellation);

    private async ValueTask AskTracedAsync(EventBatch batch, Memory<Verdict> verdicts, CancellationToken cancellation)
    {
        using Activity? activity = _source.StartActivity("judge events", ActivityKind.Server);
        activity?.SetTag("liveops.events", batch.Count);
        await fairness.AskAsync(batch, verdicts, cancellation);
    }
}
