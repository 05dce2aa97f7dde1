namespace LiveOps.Dashboards.Model;

/// <summary>Who is asked.</summary>
internal enum Source
{
    /// <summary>Prometheus, in PromQL.</summary>
    Prometheus,

    /// <summary>Loki, in LogQL.</summary>
    Loki,

    /// <summary>Tempo, in TraceQL.</summary>
    Tempo,
}
