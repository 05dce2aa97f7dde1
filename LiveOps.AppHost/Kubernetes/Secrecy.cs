namespace LiveOps.AppHost.Kubernetes;

/// <summary>Tells what of an environment must not be written down.</summary>
internal static class Secrecy
{
    /// <summary>Removes every variable whose value is a secret or is made with one (a connection string with a password).</summary>
    /// <returns>Their names.</returns>
    public static IReadOnlyList<string> TakeOut(Dictionary<string, object> environment)
    {
        string[] secret = [.. environment.Where(variable => HoldsSecret(variable.Value)).Select(variable => variable.Key)];
        foreach (string name in secret)
            environment.Remove(name);
        return secret;
    }

    private static bool HoldsSecret(object value)
    {
        // Values refer back to the resources they are of: each is looked at once.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        return Look(value);

        bool Look(object part) => seen.Add(part)
            && (part is ParameterResource { Secret: true } || (part is IValueWithReferences whole && whole.References.Any(Look)));
    }
}
