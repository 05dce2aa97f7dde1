using System.Data.Common;
using MySqlConnector;

namespace LiveOps.ServiceDefaults.Sql;

/// <summary>What a statement of a transaction is told that its work can go by: what else goes wrong is for <see cref="SqlDatabase{TContext}"/>.</summary>
public static class SqlErrors
{
    /// <summary>A row has a key that is taken (PostgreSQL 23505, MySQL 1062). Nothing but the transaction's end can follow.</summary>
    public static bool IsDuplicate(DbException fault) => fault is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry } || (fault is not MySqlException && fault.SqlState == "23505");
}
