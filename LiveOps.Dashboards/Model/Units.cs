namespace LiveOps.Dashboards.Model;

/// <summary>Units, as Grafana calls them (https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit).</summary>
internal static class Units
{
    /// <summary>A number of things.</summary>
    public const string Count = "short";

    /// <summary>Things a second.</summary>
    public const string PerSecond = "cps";

    /// <summary>Requests a second.</summary>
    public const string Requests = "reqps";

    /// <summary>A share: 1 is all.</summary>
    public const string Share = "percentunit";

    /// <summary>Seconds.</summary>
    public const string Seconds = "s";

    /// <summary>Bytes.</summary>
    public const string Bytes = "bytes";

    /// <summary>Bytes a second.</summary>
    public const string BytesPerSecond = "binBps";

    /// <summary>Processors: 1 is one that is busy all the time.</summary>
    public const string Cores = "none";

    /// <summary>Yes or no.</summary>
    public const string YesNo = "bool_yes_no";

    /// <summary>How many times as fast as may be.</summary>
    public const string Times = "suffix:×";

    /// <summary>No number: a text.</summary>
    public const string Text = "string";

    /// <summary>All of them.</summary>
    public static readonly string[] All = [Count, PerSecond, Requests, Share, Seconds, Bytes, BytesPerSecond, Cores, YesNo, Times, Text];
}
