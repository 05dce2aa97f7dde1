using System.Diagnostics;

namespace Prometheus;

/// <summary>Keeps metrics and writes them out.</summary>
public interface ICollectorRegistry
{
    /// <summary>Has something done before each scrape, to bring values up to date.</summary>
    void AddBeforeCollectCallback(Action callback);

    /// <summary>Has something done before each scrape, to bring values up to date.</summary>
    void AddBeforeCollectCallback(Func<CancellationToken, Task> callback);

    /// <summary>Writes all metrics.</summary>
    Task CollectAndExportAsTextAsync(Stream to, ExpositionFormat format = ExpositionFormat.PrometheusText, CancellationToken cancel = default);
}

/// <inheritdoc cref="ICollectorRegistry"/>
public sealed class CollectorRegistry : ICollectorRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Collector> _collectors = new(StringComparer.Ordinal);
    private volatile Func<CancellationToken, Task>[] _beforeCollect = [];

    internal CollectorRegistry()
    {
    }

    /// <inheritdoc/>
    public void AddBeforeCollectCallback(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddBeforeCollectCallback(_ =>
        {
            callback();
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc/>
    public void AddBeforeCollectCallback(Func<CancellationToken, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (_gate)
            _beforeCollect = [.. _beforeCollect, callback];
    }

    /// <summary>Writes all metrics.</summary>
    public Task CollectAndExportAsTextAsync(Stream to, CancellationToken cancel = default) =>
        CollectAndExportAsTextAsync(to, ExpositionFormat.PrometheusText, cancel);

    /// <inheritdoc/>
    public async Task CollectAndExportAsTextAsync(Stream to, ExpositionFormat format, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (Func<CancellationToken, Task> callback in _beforeCollect)
        {
            try
            {
                await callback(cancel);
            }
            catch (Exception e)
            {
                // As prometheus-net: what one callback would have brought up to date is stale, all else is scraped.
                Trace.WriteLine($"Metrics before-collect callback failed: {e}");
            }
        }

        Collector[] collectors;
        lock (_gate)
            collectors = [.. _collectors.Values];
        var text = new TextFormat();
        foreach (Collector collector in collectors)
            collector.Write(text);
        await to.WriteAsync(text.Written, cancel);
        await to.FlushAsync(cancel);
    }

    internal TCollector GetOrAdd<TCollector>(string name, string[] labelNames, Func<TCollector> make) where TCollector : Collector
    {
        lock (_gate)
        {
            if (!_collectors.TryGetValue(name, out Collector? collector))
                _collectors.Add(name, collector = make());
            if (collector is not TCollector same)
                throw new InvalidOperationException("Collector of a different type with the same name is already registered.");
            return same.LabelNames.AsSpan().SequenceEqual(labelNames)
                ? same
                : throw new InvalidOperationException($"{name} is already registered with other labels.");
        }
    }
}

/// <summary>How metrics are written.</summary>
public enum ExpositionFormat
{
    /// <summary>The Prometheus text format 0.0.4.</summary>
    PrometheusText,
}
