namespace LiveOps.Cli.Rows;

/// <summary>A row of a file: its fields by name or path; or why it is none.</summary>
internal sealed class SourceRow
{
    private readonly Func<string, string?>? _field;

    public SourceRow(long line, Func<string, string?> field) => (Line, _field) = (line, field);

    private SourceRow(long line, string fault) => (Line, Fault) = (line, fault);

    /// <summary>Where it begins, from 1.</summary>
    public long Line { get; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Fault { get; }

    /// <summary>A field's text; null when there is none.</summary>
    public string? this[string field] => _field?.Invoke(field);

    public static SourceRow Bad(long line, string fault) => new(line, fault);
}
