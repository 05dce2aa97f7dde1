using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>
/// What a failure of the database means, by SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html; MySQL uses the same
/// classes), so for both kinds alike.
/// </summary>
internal static class SqlFaults
{
    /// <summary>
    /// Two transactions stood in each other's way, and this one was rolled back: a deadlock, a serialization failure, a lock waited for too long.
    /// </summary>
    public static bool IsConflict(Exception fault) => fault is SqlConflictException or DbException { SqlState: "40001" or "40P01" or "55P03" }
        || (fault is DbException { IsTransient: true, SqlState: "HY000" }); // MySQL's lock wait time-out has no state of its own

    /// <summary>
    /// The database cannot be had: not reached, starting, stopping, full, refusing us, or not migrated yet. The same statement would have
    /// succeeded otherwise, so whoever sent it may wait.
    /// </summary>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        SocketException or IOException or TimeoutException or AuthenticationException => true,
        DbException { IsTransient: true } => true,
        DbException { SqlState: { Length: 5 } state } => IsUnavailable(state),
        DbException or InvalidOperationException when fault.InnerException is { } inner => IsUnavailable(inner), // EF Core wraps in the latter
        _ => false,
    };

    // 08 connection, 25006 read-only (a replica, until the failover is done), 28 who we are, 3D no such database, 42P01/42S02 no such table,
    // 42703/42S22 no such column (not migrated yet), 42501 not allowed, 53 resources, 57 operator's intervention, 58 the system beneath, XX internal.
    private static bool IsUnavailable(string state) =>
        state[..2] is "08" or "28" or "3D" or "53" or "57" or "58" or "XX" || state is "25006" or "42P01" or "42S02" or "42703" or "42S22" or "42501";
}
