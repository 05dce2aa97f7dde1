using System.Globalization;
using System.Net.Sockets;
using LiveOps.AppHost.Resources.Health;
using LiveOps.AppHost.Running;

namespace LiveOps.AppHost.Resources.Local;

/// <summary>The servers that need no containers.</summary>
internal static class LocalServerExtensions
{
    private const string PortName = "tcp";

    // MariaDB makes its data folder once. Then its file of statements makes what is missing, before it listens.
    private const string MariaDbScript = """
        [ -d data ] || { rm -rf new; "$0" --no-defaults --datadir="$PWD/new" --auth-root-authentication-method=socket --skip-test-db >/dev/null; mv new data; }
        exec "$1" --no-defaults --datadir="$PWD/data" --port="$2" --bind-address=127.0.0.1 --socket=mysql.sock --pid-file=mysql.pid --init-file="$3" --skip-name-resolve --character-set-server=utf8mb4
        """;

    // PostgreSQL likewise; its databases are made in single-user mode, each once.
    private const string PostgresScript = """
        bin=$0 port=$1 password=$2
        shift 2
        [ -d data ] || { rm -rf new; "$bin/initdb" -D new -U liveops -A scram-sha-256 --pwfile="$password" -E UTF8 --locale=C >/dev/null; mv new data; }
        for database; do
          [ -f "has-$database" ] || { echo "CREATE DATABASE $database" | "$bin/postgres" --single -D data postgres >/dev/null; touch "has-$database"; }
        done
        exec "$bin/postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200
        """;

    /// <summary>redis-server, with its data on disk once a second.</summary>
    public static IResourceBuilder<LocalServerResource> AddLocalRedis(this IDistributedApplicationBuilder builder, string name, int port)
    {
        string program = LocalProgram.Find("redis-server", "redis-server");
        string at = Text(port);
        return builder.AddServer(
            new LocalServerResource(name, ReferenceExpression.Create($"127.0.0.1:{at}")),
            port,
            ServerGreetings.RedisAsync,
            data => (data.Folder(name), [program, "--port", at, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"]));
    }

    /// <summary>What a Redis has acknowledged is on disk, and nothing is evicted.</summary>
    public static IResourceBuilder<LocalServerResource> WhereNothingIsLost(this IResourceBuilder<LocalServerResource> redis) =>
        redis.WithArgs("--appendfsync", "always", "--maxmemory-policy", "noeviction");

    /// <summary>MariaDB.</summary>
    public static IResourceBuilder<LocalServerResource> AddLocalMariaDb(
        this IDistributedApplicationBuilder builder, string name, int port, IResourceBuilder<ParameterResource> password)
    {
        const string package = "mariadb-server", user = "mysql";
        string install = LocalProgram.Find("mariadb-install-db", package), program = LocalProgram.Find("mariadbd", package), at = Text(port);
        LocalServerResource server = new(name, ReferenceExpression.Create($"Server=127.0.0.1;Port={at};User ID=liveops;Password={password.Resource}"));
        return builder.AddServer(server, port, ServerGreetings.MySqlAsync, data =>
        {
            ServerFolder folder = ServerFolder.Prepare(data, name, user);
            string secret = password.Resource.GetValueAsync(default).AsTask().GetAwaiter().GetResult()!;
            // A statement a line: it reads no more of one.
            string statements = folder.Write("start.sql", string.Concat(
            [
                "CREATE USER IF NOT EXISTS liveops@'%';\n",
                $"ALTER USER liveops@'%' IDENTIFIED BY '{secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}';\n",
                .. server.Databases.Select(database => $"CREATE DATABASE IF NOT EXISTS {database} CHARACTER SET utf8mb4;\nGRANT ALL ON {database}.* TO liveops@'%';\n"),
            ]));
            return (folder.Path, folder.Shell(MariaDbScript, install, program, at, statements));
        });
    }

    /// <summary>PostgreSQL.</summary>
    public static IResourceBuilder<LocalServerResource> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, int port, IResourceBuilder<ParameterResource> password)
    {
        const string package = "postgresql", user = "postgres", installed = "/usr/lib/postgresql"; // Debian keeps it off the PATH
        string[] versions = Directory.Exists(installed) ? [.. Directory.GetDirectories(installed).OrderDescending().Select(version => Path.Combine(version, "bin"))] : [];
        string programs = Path.GetDirectoryName(LocalProgram.Find("initdb", package, versions))!, at = Text(port);
        LocalServerResource server = new(name, ReferenceExpression.Create($"Host=127.0.0.1;Port={at};Username=liveops;Password={password.Resource}"));
        return builder.AddServer(server, port, ServerGreetings.PostgresAsync, data =>
        {
            ServerFolder folder = ServerFolder.Prepare(data, name, user);
            string secret = folder.Write("password", password.Resource.GetValueAsync(default).AsTask().GetAwaiter().GetResult()!);
            return (folder.Path, folder.Shell(PostgresScript, [programs, at, secret, .. server.Databases]));
        });
    }

    /// <summary>Adds a database, which the server makes when it starts.</summary>
    public static IResourceBuilder<LocalDatabaseResource> AddDatabase(this IResourceBuilder<LocalServerResource> server, string name, string databaseName)
    {
        server.Resource.Databases.Add(databaseName);
        return server.ApplicationBuilder.AddResource(new LocalDatabaseResource(name, databaseName, server.Resource)).WithParentsState("Database");
    }

    private static IResourceBuilder<LocalServerResource> AddServer(
        this IDistributedApplicationBuilder builder, LocalServerResource server, int port, Func<NetworkStream, CancellationToken, Task<bool>> greets,
        Func<DataFolder, (string Folder, string[] Command)> prepare)
    {
        IResourceBuilder<LocalServerResource> added = builder.AddResource(server)
            .WithEndpoint(port, port, name: PortName, isProxied: false)
            .WithGreetingCheck(PortName, greets);
        // Nothing is written before the system starts: the model is also read.
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            (string folder, string[] command) = prepare(DataFolder.Of(builder.Configuration));
            added.WithWorkingDirectory(folder).WithCommand(command[0]).WithArgs(context =>
            {
                for (int at = 1; at < command.Length; at++)
                    context.Args.Insert(at - 1, command[at]);
            });
            return Task.CompletedTask;
        });
        return added;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
