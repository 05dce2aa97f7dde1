using LiveOps.Gateway.Webhooks.Deliveries;
using Prometheus;

namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>What is counted of deliveries. Not by webhook: their names are anybody's.</summary>
internal sealed class WebhookMetrics
{
    private readonly Counter.Child _delivered, _failed;
    private readonly Counter _givenUp, _dropped;
    private readonly Gauge _pending, _disabled;
    private long? _droppedBefore;

    public WebhookMetrics(IMetricFactory metrics)
    {
        Counter attempts = metrics.CreateCounter("webhook_attempts_total", "Attempts to deliver a notice, by what came of them.", ["outcome"]);
        _delivered = attempts.WithLabels("delivered");
        _failed = attempts.WithLabels("failed");
        _givenUp = metrics.CreateCounter("webhook_deliveries_given_up_total", "Deliveries given up after a day of attempts.");
        _dropped = metrics.CreateCounter("webhook_deliveries_dropped_total", "Deliveries given up because too many waited.");
        _pending = metrics.CreateGauge("webhook_deliveries_pending", "Deliveries that wait, of all webhooks; told by who sends.", new GaugeConfiguration { SuppressInitialValue = true });
        _disabled = metrics.CreateGauge("webhooks_disabled", "Webhooks that were disabled because their receivers took nothing, or are gone; told by who sends.", new GaugeConfiguration { SuppressInitialValue = true });
    }

    /// <summary>An attempt was made.</summary>
    public void Attempted(AttemptResult result, Delivery? after)
    {
        (result.Attempt.IsTaken ? _delivered : _failed).Inc();
        if (after?.Status == DeliveryStatus.Failed)
            _givenUp.Inc();
    }

    /// <summary>How all stand; null where another replica sends, which tells it, or none does because the database cannot be had: then nothing is told that nobody knows.</summary>
    public void Stand(IReadOnlyList<(Webhook Webhook, int Pending)>? all, long dropped)
    {
        if (all is null)
        {
            _droppedBefore = null;
            _pending.Unpublish();
            _disabled.Unpublish();
            return;
        }

        _dropped.IncTo(dropped - (_droppedBefore ??= dropped)); // what a replay counted was counted before
        _pending.Set(all.Sum(one => (long)one.Pending));
        _disabled.Set(all.Count(one => one.Webhook.DisabledBy is Webhook.Failing or Webhook.Gone));
    }
}
