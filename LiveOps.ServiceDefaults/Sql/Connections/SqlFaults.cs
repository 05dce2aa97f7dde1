using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using LiveOps.ServiceDefaults.Sql.MySql;
using MySqlConnector;
using Npgsql;

namespace LiveOps.ServiceDefaults.Sql.Connections;

/// <summary>
/// What a failure of the database means: of PostgreSQL by its SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html), of MySQL
/// by its number, for its states say too little.
/// </summary>
internal static class SqlFaults
{
    /// <summary>
    /// Two transactions stood in each other's way, and this one was rolled back: a deadlock, a serialization failure, a lock waited for too long.
    /// </summary>
    public static bool IsConflict(Exception fault) => fault switch
    {
        SqlConflictException => true,
        MySqlException error => MySqlFaults.IsConflict(error),
        DbException { SqlState: "40001" or "40P01" or "55P03" } => true,
        InvalidOperationException when fault.InnerException is DbException inner => IsConflict(inner), // EF Core wraps in it
        _ => false,
    };

    /// <summary>
    /// The database cannot be had: not reached, starting, stopping, full, refusing us, or not migrated yet. The same statement would have
    /// succeeded otherwise, so whoever sent it may wait.
    /// </summary>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        SocketException or IOException or TimeoutException or AuthenticationException => true,
        MySqlException error when MySqlFaults.IsUnavailable(error) => true,
        MySqlException { SqlState: { Length: 5 } } => false,
        DbException { IsTransient: true } => true,
        NpgsqlException { SqlState: null, InnerException: null } and not NpgsqlOperationInProgressException => true, // what the driver says itself is of the connection: an answer that it did not expect
        DbException { SqlState: { Length: 5 } state } => IsUnavailable(state),
        DbException or InvalidOperationException when fault.InnerException is { } inner => IsUnavailable(inner), // EF Core wraps in the latter
        _ => false,
    };

    // 08 connection, 25006 read-only (a replica, until the failover is done), 28 who we are, 3D no such database, 42P01 no such table,
    // 42703 no such column (not migrated yet), 42501 not allowed, 53 resources, 57 operator's intervention, 58 the system beneath, XX internal;
    // 26000 no such prepared statement: the driver and the server disagree about what the connection has prepared (PostgresProvider.TryRestore), so it is not used again.
    private static bool IsUnavailable(string state) =>
        state[..2] is "08" or "28" or "3D" or "53" or "57" or "58" or "XX" || state is "25006" or "42P01" or "42703" or "42501" or "26000";
}
