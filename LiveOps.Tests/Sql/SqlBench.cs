using System.Globalization;
using System.Reflection;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Migrations;
using LiveOps.Tests.Harness;
using Npgsql;
using NpgsqlTypes;

namespace LiveOps.Tests.Sql;

/// <summary>A service's scripts and statements on a real database of either kind, each result as lines of columns apart by tabs.</summary>
internal abstract class SqlBench
{
    private readonly SqlStatements _statements;
    private readonly IReadOnlyList<SqlScript> _scripts;

    protected SqlBench(Assembly assembly, SqlDialect dialect)
    {
        _statements = new SqlStatements(assembly, dialect);
        _scripts = SqlScripts.Of(assembly, dialect);
    }

    /// <summary>An empty database, migrated.</summary>
    public static async Task<SqlBench> CreateAsync(SqlKind kind, Assembly assembly)
    {
        SqlBench bench = kind == SqlKind.Postgres
            ? new OfPostgres(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), assembly)
            : await OfMariaDb.CreateAsync(assembly);
        await bench.MigrateAsync();
        return bench;
    }

    /// <summary>Runs every script.</summary>
    public async Task MigrateAsync()
    {
        foreach (SqlScript script in _scripts)
            await RunTextAsync(script.Text);
    }

    /// <summary>Runs a statement; bytes in hex, NULL where there is nothing.</summary>
    public Task<string[]> RunAsync(string statement, string batch) => RunAsync(_statements, statement, batch);

    /// <summary>Runs a query of the test's own.</summary>
    public abstract Task<string[]> RunTextAsync(string text);

    protected abstract Task<string[]> RunAsync(SqlStatements statements, string statement, string batch);

    private sealed class OfPostgres(string database, Assembly assembly) : SqlBench(assembly, SqlDialect.Postgres)
    {
        public override Task<string[]> RunTextAsync(string text) => RunAsync(text, []);

        protected override Task<string[]> RunAsync(SqlStatements statements, string statement, string batch) =>
            RunAsync(statements[statement], [new NpgsqlParameter { Value = batch, NpgsqlDbType = NpgsqlDbType.Json }]);

        private async Task<string[]> RunAsync(string text, NpgsqlParameter[] parameters)
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(text, connection);
            command.Parameters.AddRange(parameters);
            await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await rows.ReadAsync())
                lines.Add(string.Join('\t', Enumerable.Range(0, rows.FieldCount).Select(column => Text(rows.GetValue(column)))));
            return [.. lines];
        }

        private static string Text(object value) => value switch
        {
            DBNull => "NULL",
            bool truth => truth ? "1" : "0",
            byte[] bytes => "0x" + Convert.ToHexString(bytes),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private sealed class OfMariaDb(MariaDbServer server, string database, Assembly assembly) : SqlBench(assembly, SqlDialect.MySql)
    {
        public static async Task<SqlBench> CreateAsync(Assembly assembly)
        {
            MariaDbServer server = await MariaDbServer.SharedAsync();
            return new OfMariaDb(server, await server.CreateDatabaseAsync(), assembly);
        }

        public override Task<string[]> RunTextAsync(string text) => server.RunAsync(database, text);

        protected override async Task<string[]> RunAsync(SqlStatements statements, string statement, string batch)
        {
            string[] lines = await server.RunAsync(database, statements[statement], batch);
            return [.. lines.Select(line => string.Join('\t', line.Split('\t').Select(column => column == "0x" ? "NULL" : column)))]; // so the client prints NULL where bytes could be
        }
    }
}
