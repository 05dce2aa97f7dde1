using System.Data;
using System.Data.Common;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveOps.ServiceDefaults.Sql;
using LiveOps.ServiceDefaults.Sql.Columns;
using LiveOps.ServiceDefaults.Sql.Connections;
using LiveOps.ServiceDefaults.Sql.Migrations;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>A service's scripts and statements on a real database, through the driver that the service uses; each result as lines of columns apart by tabs.</summary>
internal sealed class SqlBench : IAsyncDisposable
{
    private readonly SqlSource _source;
    private readonly SqlStatements _statements;
    private readonly IReadOnlyList<SqlScript> _scripts;

    private SqlBench(SqlTestDatabase database, Assembly assembly)
    {
        _source = new SqlSource(new SqlSettings("test", database.Kind, database.ConnectionString));
        _statements = new SqlStatements(assembly, _source.Provider.Dialect);
        _scripts = SqlScripts.Of(assembly, _source.Provider.Dialect);
    }

    /// <summary>An empty database, migrated.</summary>
    public static async Task<SqlBench> CreateAsync(SqlKind kind, Assembly assembly)
    {
        var bench = new SqlBench(await (await SqlServer.SharedAsync(kind)).CreateDatabaseAsync(), assembly);
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
    public Task<string[]> RunAsync(string statement, string batch) => UseAsync(async unit =>
    {
        await using DbDataReader rows = await unit.ReadAsync((statement, Input(statement, batch)));
        return await SqlTestDatabase.LinesAsync(rows, '\t');
    });

    /// <summary>Runs a statement; how many rows it says it changed.</summary>
    public Task<int> ChangeAsync(string statement, string batch) => UseAsync(unit => unit.ExecuteAsync((statement, Input(statement, batch))));

    /// <summary>How the database would find what a statement that is given JSON asks for.</summary>
    public Task<string[]> ExplainAsync(string statement, string batch) =>
        RunTextAsync("EXPLAIN " + _statements[statement].Text.Replace(_source.Provider.Dialect.Parameter, $"'{batch}'", StringComparison.Ordinal));

    /// <summary>Runs a query of the test's own.</summary>
    public Task<string[]> RunTextAsync(string text) => _source.UseAsync(
        async connection =>
        {
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = text;
            await using DbDataReader rows = await command.ExecuteReaderAsync();
            return await SqlTestDatabase.LinesAsync(rows, '\t');
        },
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // A batch as the service would give it to this statement: a row's column that is not there is an empty text.
    private SqlInput Input(string name, string batch)
    {
        SqlStatement statement = _statements[name];
        if (statement.Columns.Length + statement.Values.Length == 0)
            return Encoding.UTF8.GetBytes(batch);
        JsonElement json = JsonDocument.Parse(batch).RootElement;
        if (statement.Values.Length > 0)
            return new SqlColumns([.. statement.Values.Select(column => Guessed(column, json)), .. statement.Ones().Select(column => Guessed(column, json, isOne: true))]);
        return new SqlColumns([.. statement.Columns.Select((column, at) => Column(statement, column, at, json))]);
    }

    // Values name no types: a number, a hash of 32 digits, or a text.
    private static SqlColumn Guessed(string name, JsonElement batch, bool isOne = false)
    {
        isOne |= batch.ValueKind == JsonValueKind.Object && batch.GetProperty(name).ValueKind != JsonValueKind.Array;
        JsonElement[] values = Values(batch, name, isOne);
        JsonElement first = values.FirstOrDefault(value => value.ValueKind != JsonValueKind.Undefined);
        if (first.ValueKind == JsonValueKind.Number)
            return Of(name, isOne, values, value => value.GetInt64());
        return first.ValueKind == JsonValueKind.String && Guid.TryParseExact(first.GetString(), "N", out _)
            ? Of(name, isOne, values, value => Guid.ParseExact(value.GetString()!, "N"))
            : Of(name, isOne, values, Text);
    }

    private static ReadOnlyMemory<byte> Text(JsonElement value) => Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.Undefined ? "" : value.GetString()!);

    private static JsonElement[] Values(JsonElement batch, string name, bool isOne) => batch.ValueKind == JsonValueKind.Array
        ? [.. batch.EnumerateArray().Select(row => row.TryGetProperty(name, out JsonElement value) ? value : default)]
        : isOne ? [batch.GetProperty(name)] : [.. batch.GetProperty(name).EnumerateArray()];

    private static SqlColumn<T> Of<T>(string name, bool isOne, JsonElement[] values, Func<JsonElement, T> read) where T : notnull
    {
        var column = new SqlColumn<T>(name, isOne);
        column.Values.AddRange(values.Select(read));
        return column;
    }

    private static SqlColumn Column(SqlStatement statement, string name, int at, JsonElement batch)
    {
        Match type = Regex.Match(statement.Text, $@"\${at + 1}::(\w+)(\[\])?");
        bool isOne = !type.Groups[2].Success;
        JsonElement[] values = Values(batch, name, isOne);
        return type.Groups[1].Value switch
        {
            "bigint" => Of(name, isOne, values, value => value.GetInt64()),
            "int" => Of(name, isOne, values, value => value.GetInt32()),
            "uuid" => Of(name, isOne, values, value => Guid.ParseExact(value.GetString()!, "N")),
            _ => Of(name, isOne, values, Text),
        };
    }

    private Task<T> UseAsync<T>(Func<SqlUnit, Task<T>> work) => _source.UseAsync(
        async connection =>
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            T result = await work(new SqlUnit(connection, transaction, _source.Provider, _statements, TestContext.Current.CancellationToken));
            await transaction.CommitAsync();
            return result;
        },
        TestContext.Current.CancellationToken);
}
