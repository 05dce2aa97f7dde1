using System.Runtime.CompilerServices;
using System.Text.Json;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Rows;
using LiveOps.Cli.Shell;
using LiveOps.Tables;

namespace LiveOps.Cli.Exporting;

/// <summary>The audit of some services, each newest first.</summary>
internal static class AuditTable
{
    private static readonly Column[] Columns =
    [
        new("service", ColumnKind.Id), new("id", ColumnKind.Id), new("at", ColumnKind.Time), new("by", ColumnKind.Text), new("via", ColumnKind.Id), new("from", ColumnKind.Id), new("kind", ColumnKind.Id), new("action", ColumnKind.Id),
        new("outcome", ColumnKind.Id), new("playerId", ColumnKind.Id), new("board", ColumnKind.Id), new("window", ColumnKind.Id), new("policy", ColumnKind.Id), new("version", ColumnKind.Id), new("reason", ColumnKind.Text),
        new("until", ColumnKind.Time), new("before", ColumnKind.Text), new("after", ColumnKind.Text), new("patch", ColumnKind.Text),
    ];

    /// <param name="api">Asks.</param>
    /// <param name="services">Whose.</param>
    /// <param name="query">What of it, as <c>player=ada</c>; may be empty.</param>
    public static ExportTable Make(Api api, IEnumerable<ServiceName> services, string query) => new(Columns, Rows(api, services, query));

    private static async IAsyncEnumerable<object?[]> Rows(Api api, IEnumerable<ServiceName> services, string query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (ServiceName service in services)
        {
            await using Stream stream = await api.LinesAsync(service, "/v1/audit" + (query.Length > 0 ? "?" + query : ""), "application/x-ndjson", cancellation);
            using var lines = new StreamReader(stream);
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                if (line.Length == 0)
                    continue;
                object?[] row = ExportTable.Row(Columns, Parse(service, line));
                row[0] = Addresses.Name(service);
                yield return row;
            }
        }
    }

    private static JsonElement Parse(ServiceName service, string line)
    {
        try
        {
            return JsonElement.Parse(line, JsonFields.Strict);
        }
        catch (JsonException e)
        {
            throw CliFault.Unreachable($"{Addresses.Name(service)}'s audit broke off: a line is not JSON. Run it again.", e);
        }
    }
}
