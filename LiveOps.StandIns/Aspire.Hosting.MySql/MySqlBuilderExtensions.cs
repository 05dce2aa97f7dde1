using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>MySQL in a container.</summary>
public static class MySqlBuilderExtensions
{
    public static IResourceBuilder<MySqlServerResource> AddMySql(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? password = null, int? port = null) =>
        builder.AddResource(new MySqlServerResource(name, password?.Resource ?? new ParameterResource(name + "-password", given => given!.GetDefaultValue(), secret: true)
        {
            Default = new GenerateParameterDefault { MinLength = 22 },
        })).WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, name: "tcp", port: port, targetPort: 3306));

    public static IResourceBuilder<MySqlDatabaseResource> AddDatabase(
        this IResourceBuilder<MySqlServerResource> builder, string name, string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(new MySqlDatabaseResource(name, databaseName ?? name, builder.Resource));

    public static IResourceBuilder<MySqlServerResource> WithDataVolume(
        this IResourceBuilder<MySqlServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithAnnotation(new ContainerMountAnnotation(name ?? "data", "/var/lib/mysql", ContainerMountType.Volume, isReadOnly));
}
