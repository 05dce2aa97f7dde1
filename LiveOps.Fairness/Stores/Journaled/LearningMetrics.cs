using LiveOps.Fairness.Metrics;
using LiveOps.Fairness.State;

namespace LiveOps.Fairness.Stores.Journaled;

/// <summary>Counts the flags that learning raises, from the start on: a replay's were counted when they were raised.</summary>
internal sealed class LearningMetrics(FairnessState state, FairnessMetrics metrics) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        state.RaisedByLearning = metrics.Broken;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
