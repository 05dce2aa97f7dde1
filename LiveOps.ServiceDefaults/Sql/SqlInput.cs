namespace LiveOps.ServiceDefaults.Sql;

/// <summary>What a statement is given: JSON, or columns.</summary>
public readonly struct SqlInput
{
    private readonly ReadOnlyMemory<byte> _json;

    private SqlInput(ReadOnlyMemory<byte> json, SqlColumns? columns)
    {
        _json = json;
        Columns = columns;
    }

    /// <summary>The columns; null when it is JSON.</summary>
    internal SqlColumns? Columns { get; }

    /// <summary>Of JSON in UTF-8.</summary>
    public static implicit operator SqlInput(ReadOnlyMemory<byte> json) => new(json, null);

    /// <summary>Of JSON in UTF-8.</summary>
    public static implicit operator SqlInput(byte[] json) => new(json, null);

    /// <summary>Of columns.</summary>
    public static implicit operator SqlInput(SqlColumns columns) => new(default, columns);

    /// <summary>JSON, whichever it was.</summary>
    internal ReadOnlyMemory<byte> ToJson() => Columns?.ToJson() ?? _json;
}
