namespace Aspire.StackExchange.Redis;

/// <summary>How to connect to Redis.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>The client's connection string: <c>host:port,name=value,…</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether no health check is registered.</summary>
    public bool DisableHealthChecks { get; set; }
}
