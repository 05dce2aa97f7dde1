using System.Data.Common;
using System.Globalization;
using LiveOps.ServiceDefaults.Sql.Providers;

namespace LiveOps.LocalServers.Sql;

/// <summary>A database of a test's own, or a measurement's.</summary>
/// <param name="Server">Where it is.</param>
/// <param name="Name">Its name.</param>
internal sealed record SqlTestDatabase(SqlServer Server, string Name)
{
    public SqlKind Kind => Server.Kind;

    /// <summary>For a service.</summary>
    public string ConnectionString { get; init; } = Server.ConnectionString(Name);

    /// <summary>The settings of a service on it.</summary>
    /// <param name="service">The service's name.</param>
    public (string Name, string Value)[] Settings(string service) =>
        [("DB_KIND", Kind == SqlKind.Postgres ? "postgres" : "mysql"), ("ConnectionStrings:" + service, ConnectionString)];

    /// <summary>Runs statements, as an administrator would.</summary>
    public async Task ExecuteAsync(string statements)
    {
        await using DbConnection connection = Server.Connect(Name);
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = statements;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks a query: its rows apart by commas, their columns by blanks.</summary>
    public async Task<string> AskAsync(string query)
    {
        await using DbConnection connection = Server.Connect(Name);
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = query;
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        return string.Join(", ", await LinesAsync(rows, ' '));
    }

    /// <summary>Asks for one number.</summary>
    public async Task<long> CountAsync(string query) => long.Parse(await AskAsync(query), CultureInfo.InvariantCulture);

    /// <summary>The same, for a user of its own who is no administrator.</summary>
    public async Task<(SqlTestDatabase Database, string User)> OfAUserAsync()
    {
        string user = Name + "_user";
        await Server.CreateUserAsync(this, user);
        return (this with { ConnectionString = Server.ConnectionString(Name, user) }, user);
    }

    /// <summary>Cuts off everybody else's sessions in it.</summary>
    public Task CutOffAsync() => Server.CutOffAsync(this);

    /// <summary>The rows of every result, each a line; bytes in hex, NULL where there is nothing.</summary>
    public static async Task<string[]> LinesAsync(DbDataReader rows, char between)
    {
        var lines = new List<string>();
        do
        {
            while (await rows.ReadAsync())
                lines.Add(string.Join(between, Enumerable.Range(0, rows.FieldCount).Select(column => Text(rows.GetValue(column)))));
        }
        while (await rows.NextResultAsync());
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
