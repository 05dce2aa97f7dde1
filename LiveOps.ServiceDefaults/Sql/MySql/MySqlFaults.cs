using MySqlConnector;

namespace LiveOps.ServiceDefaults.Sql.MySql;

/// <summary>
/// What an error of MySQL or MariaDB means, by its number (https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html,
/// https://mariadb.com/kb/en/mariadb-error-code-reference/): most have the state HY000, or one that says too much, as 42000 does.
/// </summary>
internal static class MySqlFaults
{
    // Of MariaDB alone, so without a name in the driver.
    private const int ConnectionKilled = 1927, StatementTimeout = 1969;

    // Of MySQL 8 alone.
    private const int ReadOnlyMode = 1836, RolledBackDuringCommit = 3101, ServerNotAvailable = 3168, SessionKilled = 3169, DisconnectedByServer = 4031;

    /// <summary>Two transactions stood in each other's way, and this one, or its last statement, was rolled back.</summary>
    public static bool IsConflict(MySqlException fault) => fault.ErrorCode is
        MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.XARBDeadlock or MySqlErrorCode.LockAborted
        or MySqlErrorCode.CheckRead // MariaDB with innodb_snapshot_isolation
        or MySqlErrorCode.TableDefinitionChanged // by a migration
        || fault.Number is RolledBackDuringCommit;

    /// <summary>The database cannot be had: starting, stopping, full, read-only, refusing us, or not migrated yet.</summary>
    public static bool IsUnavailable(MySqlException fault) => fault.ErrorCode is
        MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.HandshakeError or MySqlErrorCode.CommandTimeoutExpired
        or MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached
        or MySqlErrorCode.CannotCreateThread or MySqlErrorCode.TooManyConcurrentTransactions or MySqlErrorCode.LockTableFull
        or MySqlErrorCode.OutOfMemory or MySqlErrorCode.OutOfSortMemory or MySqlErrorCode.OutOfResources
        or MySqlErrorCode.DiskFull or MySqlErrorCode.RecordFileFull or MySqlErrorCode.ErrorOnWrite or MySqlErrorCode.ErrorOnClose or MySqlErrorCode.GetErrorNumber
        or MySqlErrorCode.ServerShutdown or MySqlErrorCode.QueryInterrupted or MySqlErrorCode.QueryTimeout or MySqlErrorCode.ErrorDuringCommit
        or MySqlErrorCode.OptionPreventsStatement // --read-only: a replica, until the failover is done
        or MySqlErrorCode.CannotExecuteInReadOnlyTransaction
        or MySqlErrorCode.HostIsBlocked or MySqlErrorCode.HostNotPrivileged or MySqlErrorCode.AccessDenied or MySqlErrorCode.DatabaseAccessDenied
        or MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied or MySqlErrorCode.SpecifiedAccessDeniedError
        or MySqlErrorCode.UnknownDatabase or MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadFieldError
        || fault.Number is ConnectionKilled or StatementTimeout or ReadOnlyMode or ServerNotAvailable or SessionKilled or DisconnectedByServer
        // 08: the connection; but what is too large for a packet is so the next time, too.
        || (fault.SqlState is ['0', '8', ..] && fault.ErrorCode != MySqlErrorCode.PacketTooLarge);
}
