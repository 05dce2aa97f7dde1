namespace LiveOps.ServiceDefaults.Sql.Connections;

/// <summary>Thrown by the work of a transaction that another one got in the way of: everything is rolled back and runs again.</summary>
/// <param name="message">What happened.</param>
public sealed class SqlConflictException(string message) : Exception(message);
