using System.Data.Common;
using System.Runtime.ExceptionServices;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>Does the parts of a night's work, each whatever became of those before it: what fails must not keep what is old, or another's files, from their turn.</summary>
internal sealed partial class EachPart(ILogger logger, CancellationToken cancellation)
{
    private ExceptionDispatchInfo? _first;

    /// <summary>Does a part; whether it succeeded.</summary>
    public async Task<bool> TryAsync(string name, Func<CancellationToken, Task> part)
    {
        try
        {
            await part(cancellation);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Rows that are read as they are written fail outside of what turns a driver's faults into a store's.
            Exception fault = e is DbException or InvalidOperationException && SqlFaults.IsUnavailable(e) ? new StoreUnavailableException("sql", "cannot be had now", e) : e;
            Log.Failed(logger, name, fault.Message);
            _first ??= ExceptionDispatchInfo.Capture(fault);
            return false;
        }
    }

    /// <summary>Throws what failed first, if anything did.</summary>
    public void End() => _first?.Throw();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A part of the night's work failed, the others go on: {Part}: {Reason}.")]
        public static partial void Failed(ILogger logger, string part, string reason);
    }
}
