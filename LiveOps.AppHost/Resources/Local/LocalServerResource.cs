namespace LiveOps.AppHost.Resources.Local;

/// <summary>A server among the machine's own programs, at a fixed port on this machine's loopback address.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="connectionString">How services reach it.</param>
internal sealed class LocalServerResource(string name, ReferenceExpression connectionString) : ExecutableResource(name, "/bin/sh", "."), IResourceWithConnectionString
{
    /// <summary>Where services reach it.</summary>
    public ReferenceExpression ConnectionStringExpression { get; } = connectionString;

    /// <summary>The databases that it is to have, where it is a database server.</summary>
    public List<string> Databases { get; } = [];
}

/// <summary>A database of a local server.</summary>
internal sealed class LocalDatabaseResource(string name, string databaseName, LocalServerResource parent)
    : Resource(name), IResourceWithParent<LocalServerResource>, IResourceWithConnectionString
{
    public string DatabaseName { get; } = databaseName;

    public LocalServerResource Parent { get; } = parent;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Database={DatabaseName}");
}
