namespace LiveOps.AppHost.Aks.Chart;

/// <summary>A place in an object where installations differ.</summary>
/// <param name="Path">Where, by names of members and numbers of items.</param>
/// <param name="Expression">What the chart has there.</param>
/// <param name="Value">The value of the chart that stands behind it and has what the base has there for its default; null where it says that itself.</param>
internal sealed record Hole(string[] Path, string Expression, string? Value = null)
{
    /// <summary>Text.</summary>
    public static Hole Text(string value, params string[] path) => new(path, $"\"{{{{ .Values.{value} }}}}\"", value);

    /// <summary>A number.</summary>
    public static Hole Number(string value, params string[] path) => new(path, $"{{{{ .Values.{value} }}}}", value);
}
