using System.Reflection;

namespace LiveOps.ServiceDefaults.Sql.Providers;

/// <summary>SQL texts in an assembly.</summary>
internal static class SqlResources
{
    /// <summary>Those of a folder, in order of their names.</summary>
    public static IEnumerable<(string Name, string Text)> Under(Assembly assembly, string folder)
    {
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.Replace('\\', '/').StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name.Replace('\\', '/')[folder.Length..], reader.ReadToEnd());
        }
    }
}
