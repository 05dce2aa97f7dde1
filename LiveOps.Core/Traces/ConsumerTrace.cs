using System.Diagnostics;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Events;

namespace LiveOps.Core.Traces;

/// <summary>
/// The spans of one consumer applying messages. Each batch of events gets one of its own, the child of the request that brought it,
/// so every trace runs through every consumer. Where several batches are folded into one write, a span about the fold links to the
/// requests of all, and theirs link to it.
/// </summary>
public sealed class ConsumerTrace : IDisposable
{
    private readonly Activity? _fold;
    private readonly List<Activity> _batches = [];

    private ConsumerTrace(ActivitySource source, List<(ActivityContext Request, int Events)> batches)
    {
        ActivityLink[] toFold = [];
        if (batches.Count > 1)
        {
            // A trace of its own: it belongs to no one request.
            Activity.Current = null;
            _fold = source.StartActivity("fold events", ActivityKind.Consumer, default(ActivityContext), null, batches.Select(batch => new ActivityLink(batch.Request)));
            _fold?.SetTag("messaging.batch.message_count", batches.Count);
            toFold = _fold is null ? [] : [new ActivityLink(_fold.Context)];
        }

        foreach ((ActivityContext request, int events) in batches)
        {
            if (source.StartActivity("process events", ActivityKind.Consumer, request, null, toFold) is not { } batch)
                continue;
            batch.SetTag("messaging.operation.type", "process").SetTag("messaging.destination.name", "events").SetTag("liveops.events", events);
            _batches.Add(batch);
        }
    }

    /// <summary>Begins them; null, at the cost of one read, when nobody listens, or when no message carries a trace.</summary>
    /// <param name="source">The consumer's service's.</param>
    /// <param name="messages">What is about to be applied.</param>
    public static ConsumerTrace? Start(ActivitySource source, ReadOnlySpan<BusMessage> messages)
    {
        if (!source.HasListeners())
            return null;
        List<(ActivityContext, int)> batches = [];
        foreach (BusMessage message in messages)
        {
            if (message.Kind != BusMessageKind.Events || !EventBatch.TryRead(message.Payload, out EventBatch batch) || batch.TraceParent.IsEmpty)
                continue;
            if (ActivityContext.TryParse(Encoding.ASCII.GetString(batch.TraceParent), null, isRemote: true, out ActivityContext request))
                batches.Add((request, batch.Count));
        }

        return batches.Count == 0 ? null : new ConsumerTrace(source, batches);
    }

    /// <summary>Marks them as failed.</summary>
    public void Fail(Exception e)
    {
        foreach (Activity activity in _batches)
            activity.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
        _fold?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
    }

    /// <summary>Ends them.</summary>
    public void Dispose()
    {
        for (int i = _batches.Count - 1; i >= 0; i--)
            _batches[i].Dispose();
        _fold?.Dispose();
    }
}
