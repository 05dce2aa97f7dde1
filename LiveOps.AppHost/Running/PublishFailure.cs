using Microsoft.Extensions.Logging;

namespace LiveOps.AppHost.Running;

/// <summary>Hears why publishing failed: Aspire tells it to its logs alone, with the way it took through its own code.</summary>
[ProviderAlias("PublishFailure")]
internal sealed class PublishFailure : ILoggerProvider, ILogger
{
    private string? _reason;

    /// <summary>The first failure that was told, as a sentence; null when there was none.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Interlocked.CompareExchange(ref _reason, ReasonOf(exception) ?? formatter(state, exception), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // Ours where it is one of ours, else what was told last on the way out: it names the step.
    private static string? ReasonOf(Exception? exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is StartException ours)
                return ours.Message;
        }

        return exception?.Message;
    }
}
