namespace LiveOps.Gateway.Intake.Rows;

/// <summary>A row of a body: its fields by name, number or path; or why it is none.</summary>
internal readonly struct SourceRow
{
    private readonly Func<string, string?>? _field;

    public SourceRow(int line, Func<string, string?> field) => (Line, _field) = (line, field);

    private SourceRow(int line, string fault) => (Line, Fault) = (line, fault);

    /// <summary>Where it begins, from 1.</summary>
    public int Line { get; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Fault { get; }

    /// <summary>A field's text; null when there is none.</summary>
    public string? Field(string name) => _field?.Invoke(name);

    public static SourceRow Bad(int line, string fault) => new(line, fault);
}
