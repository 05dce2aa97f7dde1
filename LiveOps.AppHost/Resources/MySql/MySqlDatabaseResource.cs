namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a MySQL server.</summary>
public class MySqlDatabaseResource(string name, string databaseName, MySqlServerResource parent)
    : Resource(name), IResourceWithParent<MySqlServerResource>, IResourceWithConnectionString
{
    /// <summary>What the server calls it.</summary>
    public string DatabaseName { get; } = databaseName;

    /// <inheritdoc/>
    public MySqlServerResource Parent { get; } = parent;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Database={DatabaseName}");
}
