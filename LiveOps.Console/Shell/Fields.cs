using Microsoft.Extensions.Primitives;

namespace LiveOps.Console.Shell;

/// <summary>What stood in a form.</summary>
internal sealed class Fields(IFormCollection form)
{
    /// <summary>A field without blanks around it; empty where it was not sent.</summary>
    public string this[string name] => Raw(name).Trim();

    /// <summary>A field as it was sent, its lines ended as ours are.</summary>
    public string Raw(string name) => form.TryGetValue(name, out StringValues values) ? (values[0] ?? "").ReplaceLineEndings("\n") : "";

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string> All(string name) => [.. form[name].OfType<string>()];
}
