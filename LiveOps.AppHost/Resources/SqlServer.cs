namespace LiveOps.AppHost.Resources;

/// <summary>A database server, wherever it runs.</summary>
/// <param name="Kind">Which SQL it speaks, as services call it: <c>DB_KIND</c>.</param>
/// <param name="Add">Adds a database of a resource's name and a name of its own.</param>
internal sealed record SqlServer(string Kind, Func<string, string, IResourceBuilder<IResourceWithConnectionString>> Add)
{
    public const string MySql = "mysql", Postgres = "postgres";

    /// <summary>Adds a database.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="databaseName">The database's.</param>
    public ServiceDatabase AddDatabase(string name, string databaseName) => new(Kind, Add(name, databaseName));
}

/// <summary>A database of one service.</summary>
/// <param name="Kind">Which SQL it speaks: <c>DB_KIND</c>.</param>
/// <param name="Resource">It.</param>
internal sealed record ServiceDatabase(string Kind, IResourceBuilder<IResourceWithConnectionString> Resource);
