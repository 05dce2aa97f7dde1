namespace LiveOps.Dashboards.Model;

/// <summary>A question to a source.</summary>
/// <param name="Source">Who is asked.</param>
/// <param name="Expression">In its language.</param>
/// <param name="Legend">What a series is called, labels in double braces.</param>
/// <param name="HasExemplars">Whether requests whose trace is known are drawn in it: each leads to its trace.</param>
internal sealed record Query(Source Source, string Expression, string Legend, bool HasExemplars = false)
{
    /// <summary>Metrics.</summary>
    public static Query Metrics(string expression, string legend) => new(Source.Prometheus, expression, legend);

    /// <summary>Metrics of a histogram, with its exemplars.</summary>
    public static Query WithExemplars(string expression, string legend) => new(Source.Prometheus, expression, legend, HasExemplars: true);

    /// <summary>Lines of logs.</summary>
    public static Query Logs(string expression) => new(Source.Loki, expression, "");

    /// <summary>Traces.</summary>
    public static Query Traces(string expression) => new(Source.Tempo, expression, "");
}
