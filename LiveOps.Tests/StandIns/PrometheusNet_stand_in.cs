using System.Text;
using Prometheus;

namespace LiveOps.Tests.StandIns;

public sealed class PrometheusNet_stand_in
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly MetricFactory _metrics;

    public PrometheusNet_stand_in() => _metrics = Metrics.WithCustomRegistry(_registry);

    [Fact]
    public async Task Counters_gauges_and_histograms_are_written_as_text_format_0_0_4()
    {
        _metrics.CreateCounter("events_total", "All \\ of\nthem.", "kind").WithLabels("a\"b\\c\nd").Inc(2);
        _metrics.CreateGauge("lag", "Behind.").Set(-1.5);
        Histogram histogram = _metrics.CreateHistogram("wait_seconds", "Waits.", ["who"], new HistogramConfiguration { Buckets = [0.5, 1] });
        histogram.WithLabels("x").Observe(0.5);
        histogram.WithLabels("x").Observe(7, 2);

        Assert.Equal("""
            # HELP events_total All \\ of\nthem.
            # TYPE events_total counter
            events_total{kind="a\"b\\c\nd"} 2
            # HELP lag Behind.
            # TYPE lag gauge
            lag -1.5
            # HELP wait_seconds Waits.
            # TYPE wait_seconds histogram
            wait_seconds_sum{who="x"} 14.5
            wait_seconds_count{who="x"} 3
            wait_seconds_bucket{who="x",le="0.5"} 1
            wait_seconds_bucket{who="x",le="1"} 1
            wait_seconds_bucket{who="x",le="+Inf"} 3

            """, await ScrapeAsync());
    }

    [Fact]
    public async Task What_brings_values_up_to_date_runs_before_each_scrape_and_its_failure_harms_no_other()
    {
        Gauge gauge = _metrics.CreateGauge("ticks", "Ticks.");
        _registry.AddBeforeCollectCallback(() => throw new InvalidOperationException());
        _registry.AddBeforeCollectCallback(() => gauge.Inc());

        await ScrapeAsync();

        Assert.Contains("ticks 2\n", await ScrapeAsync());
    }

    [Fact]
    public void The_same_name_gives_the_same_metric_and_another_type_or_other_labels_are_refused()
    {
        Counter counter = _metrics.CreateCounter("a_total", "A.", "x");

        Assert.Same(counter, _metrics.CreateCounter("a_total", "A.", "x"));
        Assert.Same(counter.WithLabels("1"), counter.WithLabels("1"));
        Assert.Throws<InvalidOperationException>(() => _metrics.CreateGauge("a_total", "A.", "x"));
        Assert.Throws<InvalidOperationException>(() => _metrics.CreateCounter("a_total", "A.", "y"));
        Assert.Throws<ArgumentException>(() => counter.WithLabels("1", "2"));
        Assert.Throws<ArgumentException>(() => _metrics.CreateCounter("1st", "A."));
        Assert.Throws<ArgumentOutOfRangeException>(() => counter.WithLabels("1").Inc(-1));
    }

    [Fact]
    public void No_increment_of_any_thread_is_lost()
    {
        Counter.Child counter = _metrics.CreateCounter("n_total", "N.", "x").WithLabels("1");
        Histogram histogram = _metrics.CreateHistogram("h", "H.");

        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                counter.Inc();
                histogram.Observe(0.25);
            }
        });

        Assert.Equal(200_000, counter.Value);
        Assert.Equal(200_000, histogram.Count);
        Assert.Equal(50_000, histogram.Sum);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        Counter counter = _metrics.CreateCounter("c_total", "C.", "x");
        Counter.Child child = counter.WithLabels("1");
        Histogram histogram = _metrics.CreateHistogram("h", "H.");
        Count();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Count();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Count()
        {
            child.Inc();
            histogram.Observe(3);
            ReadOnlySpan<string> labels = ["1"];
            counter.WithLabels(labels).Inc();
        }
    }

    [Fact]
    public async Task A_value_that_is_held_back_shows_after_its_first_change()
    {
        Gauge gauge = _metrics.CreateGauge("g", "G.", new GaugeConfiguration { SuppressInitialValue = true });
        Assert.DoesNotContain("g 0\n", await ScrapeAsync());

        gauge.Set(0);

        Assert.Contains("g 0\n", await ScrapeAsync());
    }

    private async Task<string> ScrapeAsync()
    {
        using var stream = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
