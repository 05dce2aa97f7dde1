using System.Data;
using System.Data.Common;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql.Columns;
using LiveOps.ServiceDefaults.Sql.Providers;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace LiveOps.ServiceDefaults.Sql.Postgres;

/// <summary>PostgreSQL through Npgsql.</summary>
internal sealed class PostgresProvider : SqlProvider
{
    // Plans are made with the values at hand and the tables as large as they are: a plan for every value, made while a table was small, would go on reading it
    // whole until somebody analyses it. Rows are found by their keys, one by one: the planner, told that there are a thousand, would rather read and hash a table
    // of a hundred thousand than look them up, as if each look-up were a disk's seek (measured: a sixth of the database's time). Plans for so many rows look
    // dear; to compile them, or to start helpers for them, takes longer than to run them.
    private const string Planning =
        "-c plan_cache_mode=force_custom_plan -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c max_parallel_workers_per_gather=0";

    public override SqlDialect Dialect => SqlDialect.Postgres;

    public override DbDataSource Open(SqlSettings settings)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SettingException($"The connection string of {settings.Name} has a part that PostgreSQL's driver does not know, or cannot read."); // the exception may quote it
        }

        if (string.IsNullOrEmpty(parts.Host) || string.IsNullOrEmpty(parts.Database))
            throw new SettingException($"The connection string of {settings.Name} must name a Host and a Database.");
        Refuse(settings, parts);
        Default(parts, "Timeout", ConnectSeconds);
        Default(parts, "Command Timeout", CommandSeconds);
        Default(parts, "Maximum Pool Size", PoolSize);
        Default(parts, "Application Name", "liveops-" + settings.Name);
        // The few statements of the hot path are parsed once for each connection, not each time.
        Default(parts, "Max Auto Prepare", 32);
        parts.Options = $"{Planning} {parts.Options}".TrimEnd(); // what the string says itself comes later, and holds
        // A peer that went without a word is noticed, and a connection that waits for an answer does not wait for ever.
        Default(parts, "Keepalive", 30);
        return new NpgsqlDataSourceBuilder(parts.ConnectionString).Build();
    }

    public override void Use(DbContextOptionsBuilder options) => options.UseNpgsql();

    // A driver that is given the bytes need not encode a text.
    public override DbParameter Batch(ReadOnlyMemory<byte> json) => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Json };

    public override DbParameter Column(SqlColumn column) => column switch
    {
        SqlColumn<long> longs => Parameter(longs, NpgsqlDbType.Bigint),
        SqlColumn<int> ints => Parameter(ints, NpgsqlDbType.Integer),
        SqlColumn<Guid> hashes => Parameter(hashes, NpgsqlDbType.Uuid),
        SqlColumn<string> texts => Parameter(texts, NpgsqlDbType.Text),
        SqlColumn<ReadOnlyMemory<byte>> texts => Parameter(texts, NpgsqlDbType.Text),
        _ => throw new ArgumentException($"the column {column.Name} has no type of PostgreSQL's"),
    };

    // Where rows of a batch were not read to their end, Npgsql 9.0.3 (10.0.3, too) takes statements behind them for prepared that never were (findings/npgsql-auto-prepare-after-failed-read.sh):
    // whoever asks one on this connection is refused, or the server runs another in its place. After a failure of a batch, for nobody else sees which left what, the driver and the server forget all they
    // have prepared. A thread waits for that round trip, there is no other way to say it; a statement is prepared anew when it was asked five times.
    public override bool TryRestore(DbConnection connection)
    {
        if (connection.State != ConnectionState.Open || new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxAutoPrepare == 0)
            return true;
        try
        {
            ((NpgsqlConnection)connection).UnprepareAll();
            return true;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or NotSupportedException)
        {
            return connection.State != ConnectionState.Open;
        }
    }

    // A commit waits for its standby where synchronous_standby_names asks for one. When that is away, the time-out of commands ends the wait, the server says COMMIT and adds a warning, and Npgsql 9.0.3 takes it
    // for success (findings/npgsql-timed-out-commit-is-success.sh). The warning's words are in the server's language and its state is that of any warning, but a commit has no other.
    public override async Task CommitAsync(DbConnection connection, DbTransaction transaction)
    {
        var session = (NpgsqlConnection)connection;
        bool isAlone = false;
        session.Notice += Told;
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            session.Notice -= Told;
        }

        if (isAlone)
            throw new StoreUnavailableException("sql", "has committed what its standby may not have: it waits for the standby");

        void Told(object sender, NpgsqlNoticeEventArgs told) => isAlone |= told.Notice is { SqlState: "01000", InvariantSeverity: "WARNING" };
    }

    // What would have us promise what is not so (docs/decisions/sql.md).
    private static void Refuse(SqlSettings settings, NpgsqlConnectionStringBuilder parts)
    {
        string? refusal =
            parts.Multiplexing ? "Multiplexing, under which nobody can have a connection forget what is prepared on it after a failure: leave it out" :
            !IsUtf8(parts.ClientEncoding) || !IsUtf8(parts.Encoding) ? "another encoding than UTF8, in which all text is sent: leave it out" :
            parts.TargetSessionAttributes is { } session && !session.Equals("any", StringComparison.OrdinalIgnoreCase)
                ? "Target Session Attributes, by which the driver chooses nothing for a single pool: leave it out, and name a host that takes writes" :
            null;
        if (refusal is not null)
            throw new SettingException($"The connection string of {settings.Name} asks for {refusal}.");
    }

    private static bool IsUtf8(string? encoding) => encoding is null or "" || encoding.Replace("-", "", StringComparison.Ordinal).Equals("UTF8", StringComparison.OrdinalIgnoreCase);

    private static DbParameter Parameter<T>(SqlColumn<T> column, NpgsqlDbType type) where T : notnull => column.IsOne
        ? new NpgsqlParameter<T> { TypedValue = column.Values[0], NpgsqlDbType = type }
        : new NpgsqlParameter<List<T>> { TypedValue = column.Values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
