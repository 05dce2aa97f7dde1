namespace Aspire.Hosting.ApplicationModel;

/// <summary>A MySQL server.</summary>
public class MySqlServerResource(string name, ParameterResource password) : ContainerResource(name), IResourceWithConnectionString
{
    public ParameterResource PasswordParameter { get; set; } = password;

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression => new("Server={0};User ID=root;Password={1}", PrimaryEndpoint, PasswordParameter);
}

/// <summary>One of its databases.</summary>
public class MySqlDatabaseResource(string name, string databaseName, MySqlServerResource parent)
    : Resource(name), IResourceWithParent<MySqlServerResource>, IResourceWithConnectionString
{
    public string DatabaseName { get; } = databaseName;

    public MySqlServerResource Parent { get; } = parent;

    public ReferenceExpression ConnectionStringExpression => new($"{{0}};Database={DatabaseName}", Parent);
}
