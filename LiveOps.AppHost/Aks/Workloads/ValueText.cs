using System.Globalization;

namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>What a value of the model is where it is published.</summary>
/// <param name="Value">With what the model has for parameters, and the names of those that are secret.</param>
/// <param name="Template">With expressions of Helm for parameters.</param>
/// <param name="Secrets">The secret parameters that are a part of it.</param>
internal sealed record ValueText(string Value, string Template, params IReadOnlyList<string> Secrets)
{
    /// <summary>Whether any part of it is secret.</summary>
    public bool IsSecret => Secrets.Count > 0;

    /// <summary>Text that is the same everywhere.</summary>
    public static ValueText Of(string text) => new(text, text.Replace("{{", """{{ "{{" }}""", StringComparison.Ordinal));

    /// <summary>Parts put where a format has their numbers.</summary>
    public static ValueText Format(string format, IReadOnlyList<ValueText> parts) => new(
        string.Format(CultureInfo.InvariantCulture, format, [.. parts.Select(part => part.Value)]),
        string.Format(CultureInfo.InvariantCulture, format, [.. parts.Select(part => part.Template)]),
        [.. parts.SelectMany(part => part.Secrets).Distinct().Order(StringComparer.Ordinal)]);
}
