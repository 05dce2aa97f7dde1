using LiveOps.AppHost.Resources.Health;

namespace Aspire.Hosting;

/// <summary>The methods of Aspire.Hosting.MySql that the model uses, under their names: that package can take this folder's place.</summary>
public static class MySqlBuilderExtensions
{
    private const string Image = "library/mysql", Tag = "8.4";

    /// <summary>Adds a MySQL server.</summary>
    /// <param name="builder">The application's.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="password">The password of <c>root</c>.</param>
    /// <param name="port">The port on this machine; any that is free when it is null.</param>
    public static IResourceBuilder<MySqlServerResource> AddMySql(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> password, int? port = null)
    {
        var server = new MySqlServerResource(name, password.Resource);
        return builder.AddResource(server)
            .WithImage(Image, Tag)
            .WithEndpoint(port, targetPort: 3306, name: MySqlServerResource.PrimaryEndpointName)
            .WithEnvironment("MYSQL_ROOT_PASSWORD", password)
            // The image runs what lies there when it makes its data folder, before it listens.
            .WithContainerFiles("/docker-entrypoint-initdb.d", (_, _) => Task.FromResult<IEnumerable<ContainerFileSystemItem>>(
            [
                new ContainerFile
                {
                    Name = "databases.sql",
                    Contents = string.Concat(server.Databases.Select(database => $"CREATE DATABASE IF NOT EXISTS {database} CHARACTER SET utf8mb4;\n")),
                },
            ]))
            .WithGreetingCheck(server.PrimaryEndpoint.EndpointName, ServerGreetings.MySqlAsync);
    }

    /// <summary>Keeps its data in a volume.</summary>
    public static IResourceBuilder<MySqlServerResource> WithDataVolume(this IResourceBuilder<MySqlServerResource> builder, string? name = null) =>
        builder.WithVolume(name ?? $"{builder.Resource.Name}-data", "/var/lib/mysql");

    /// <summary>Adds a database, which the server makes when it makes its data folder.</summary>
    public static IResourceBuilder<MySqlDatabaseResource> AddDatabase(this IResourceBuilder<MySqlServerResource> builder, string name, string? databaseName = null)
    {
        builder.Resource.Add(databaseName ?? name);
        return builder.ApplicationBuilder.AddResource(new MySqlDatabaseResource(name, databaseName ?? name, builder.Resource)).WithParentsState("Database");
    }
}
